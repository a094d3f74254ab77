locals {
  # A name and its wildcard are proven by the same record.
  record_names = toset([for name in setunion([var.domain_name], var.subject_alternative_names) : trimprefix(name, "*.")])

  records = {
    for name in local.record_names : name => [
      for option in aws_acm_certificate.this.domain_validation_options : option
      if trimprefix(option.domain_name, "*.") == name
    ][0]
  }
}

resource "aws_acm_certificate" "this" {
  domain_name               = var.domain_name
  subject_alternative_names = setunion([var.domain_name], var.subject_alternative_names)
  key_algorithm             = var.key_algorithm
  validation_method         = "DNS"
  tags                      = merge(var.tags, { Name = var.domain_name })

  # A listener must never be without one.
  lifecycle {
    create_before_destroy = true
  }
}

# ACM gives all certificates of an account for one name the same record. The one that made it keeps it: a second owner would
# delete it with its own certificate, and the first could not be renewed any more.
# The keys are the names that the caller gave, not what AWS answers: they are known before the certificate is.
resource "aws_route53_record" "this" {
  for_each = var.validation_records_enabled ? local.record_names : []

  zone_id = var.zone_id
  name    = local.records[each.key].resource_record_name
  type    = local.records[each.key].resource_record_type
  records = [local.records[each.key].resource_record_value]
  ttl     = 300
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn         = aws_acm_certificate.this.arn
  validation_record_fqdns = var.validation_records_enabled ? [for record in aws_route53_record.this : record.fqdn] : null
}
