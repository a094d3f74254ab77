locals {
  certificates = toset(["edge", "origin"])
}

resource "aws_acm_certificate" "this" {
  for_each = local.certificates

  domain_name       = "shop.example.com"
  validation_method = "DNS"
}

resource "aws_route53_record" "this" {
  for_each = local.certificates

  zone_id         = "Z0123456789ABCDEFGHIJ"
  name            = one(aws_acm_certificate.this[each.key].domain_validation_options).resource_record_name
  type            = one(aws_acm_certificate.this[each.key].domain_validation_options).resource_record_type
  records         = [one(aws_acm_certificate.this[each.key].domain_validation_options).resource_record_value]
  ttl             = 300
  allow_overwrite = true
}
