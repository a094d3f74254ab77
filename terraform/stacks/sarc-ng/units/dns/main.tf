# Zone and certificate of an environment. Records belong to the services that they lead to (services/sarcng-api/dns/record).

locals {
  zone_id = var.makes_zone ? module.zone[0].id : var.zone_id
}

module "zone" {
  source = "../../../../modules/dns-zone"
  count  = var.makes_zone ? 1 : 0

  account_id    = var.account_id
  comment       = "SARC-NG."
  name          = var.domain_name
  query_logging = { log_retention_days = var.log_retention_days, kms_key_arn = var.kms_logs_key_arn }
  tags          = var.tags
}

# AWS renews a certificate by itself as long as its records are there: https://docs.aws.amazon.com/acm/latest/userguide/dns-renewal-validation.html
module "certificate" {
  source = "../../../../modules/acm-certificate"
  count  = var.delegated ? 1 : 0

  domain_name               = var.domain_name
  subject_alternative_names = setunion(["*.${var.domain_name}"], var.certificate_names)
  tags                      = var.tags
  zone_id                   = local.zone_id

  # Certificates for the same names share a record, which the one of the first region has made.
  validation_records_enabled = var.makes_zone
}
