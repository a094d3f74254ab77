# Log groups and the key that encrypts them, for nothing else in the account.

locals {
  account_id = "123456789012"
  name       = "shop"
  region     = "us-east-1"
}

module "key" {
  source = "../../modules/kms-key"

  account_id  = local.account_id
  description = "Logs of the shop."
  name        = "${local.name}-logs"

  service_principals = {
    "logs.${local.region}.amazonaws.com" = {
      conditions = [{
        test     = "ArnLike"
        variable = "kms:EncryptionContext:aws:logs:arn"
        values   = ["arn:aws:logs:${local.region}:${local.account_id}:log-group:/${local.name}/*"]
      }]
    }
  }
}

module "log_groups" {
  source = "../../modules/log-groups"

  kms_key_arn        = module.key.arn
  log_groups         = { for part in ["app", "worker"] : part => { name = "/${local.name}/${part}" } }
  log_retention_days = 90
}
