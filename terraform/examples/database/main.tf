# A database with the key that encrypts it, and the log groups that RDS would otherwise make itself, without a key and without an end.

locals {
  account_id = "123456789012"
  name       = "shop"
  region     = "us-east-1"
}

module "data_key" {
  source = "../../modules/kms-key"

  account_id   = local.account_id
  description  = "Database of the shop and its master password."
  name         = "${local.name}-data"
  via_services = ["rds.${local.region}.amazonaws.com", "secretsmanager.${local.region}.amazonaws.com"]
}

# Another key, so that who reads logs does not thereby read data.
module "log_key" {
  source = "../../modules/kms-key"

  account_id  = local.account_id
  description = "Logs of the shop."
  name        = "${local.name}-logs"

  service_principals = {
    "logs.${local.region}.amazonaws.com" = {
      conditions = [{
        test     = "ArnLike"
        variable = "kms:EncryptionContext:aws:logs:arn"
        values   = ["arn:aws:logs:${local.region}:${local.account_id}:log-group:/aws/rds/*"]
      }]
    }
  }
}

module "log_groups" {
  source = "../../modules/log-groups"

  kms_key_arn        = module.log_key.arn
  log_groups         = { for log in ["postgresql", "upgrade"] : log => { name = "/aws/rds/instance/${local.name}/${log}" } }
  log_retention_days = 90
}

module "database" {
  source = "../../modules/rds-postgres"

  database_name         = "shop"
  instance_class        = "db.t4g.medium"
  kms_key_arn           = module.data_key.arn
  log_exports           = keys(module.log_groups.names)
  name                  = local.name
  backup_retention_days = 30
  security_group_ids    = ["sg-0a1b2c3d4e5f60718"]
  subnet_ids            = ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]

  # Only because an example is taken down again; leave it out.
  deletion_protection = false

  # RDS makes a log group where it finds none.
  depends_on = [module.log_groups]
}
