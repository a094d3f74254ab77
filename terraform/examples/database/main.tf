# A database with the key that encrypts it, the log groups that RDS would otherwise make itself, without a key and without an end, and
# a proxy that reads the secret of its user.

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

  kms_key_arn = module.log_key.arn
  log_groups = {
    postgresql = { name = "/aws/rds/instance/${local.name}/postgresql" }
    proxy      = { name = "/aws/rds/proxy/${local.name}" }
    upgrade    = { name = "/aws/rds/instance/${local.name}/upgrade" }
  }
  log_retention_days = 90
}

# The values are put in by hand: the name and the password of a user of the database.
module "secrets" {
  source = "../../modules/secrets"

  kms_key_arn = module.data_key.arn
  name        = local.name
  secrets     = { app = { description = "The user app of the database.", reader_arns = [module.database.proxy_role_arn] } }
}

module "database" {
  source = "../../modules/rds-postgres"

  database_name         = "shop"
  instance_class        = "db.t4g.medium"
  kms_key_arn           = module.data_key.arn
  log_exports           = ["postgresql", "upgrade"]
  name                  = local.name
  backup_retention_days = 30
  security_group_ids    = ["sg-0a1b2c3d4e5f60718"]
  subnet_ids            = ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]

  proxy       = { security_group_ids = ["sg-1b2c3d4e5f6071829"] }
  proxy_users = { app = { kms_key = { arn = module.data_key.arn }, secret_arn = module.secrets.arns["app"] } }

  # Only because an example is taken down again; leave it out.
  deletion_protection = false

  # RDS makes a log group where it finds none.
  depends_on = [module.log_groups]
}
