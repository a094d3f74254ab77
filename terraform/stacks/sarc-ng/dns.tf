module "dns" {
  source = "./units/dns"

  account_id         = local.account_id
  certificate_names  = var.certificate_names
  delegated          = var.zone_delegated
  domain_name        = var.domain_name
  kms_logs_key_arn   = module.network.kms_logs_key_arn
  log_retention_days = var.log_retention_days
}
