locals {
  private = length(var.vpcs) > 0

  # Route 53 signs and logs public zones only.
  logged = var.query_logging != null && !local.private
  signed = var.dnssec_enabled && !local.private

  identifier = replace(var.name, ".", "-")
}

# Route 53 refuses to make a zone private or public later, and Terraform would have ended its signing by then.
# https://docs.aws.amazon.com/Route53/latest/APIReference/API_AssociateVPCWithHostedZone.html
resource "terraform_data" "private" {
  input = local.private
}

resource "aws_route53_zone" "this" {
  name    = var.name
  comment = var.comment
  tags    = var.tags

  # Records that Terraform does not know keep the zone from being deleted.
  force_destroy = false

  dynamic "vpc" {
    for_each = var.vpcs

    content {
      vpc_id     = vpc.value.vpc_id
      vpc_region = vpc.value.region
    }
  }

  lifecycle {
    replace_triggered_by = [terraform_data.private]
  }
}

# Whoever asks the parent is told the servers of this zone, and once it is signed, which key to trust.
resource "aws_route53_record" "delegation" {
  count = var.parent_zone == null ? 0 : 1

  zone_id = var.parent_zone.id
  name    = var.name
  type    = "NS"
  ttl     = var.parent_zone.ttl_seconds
  records = aws_route53_zone.this.name_servers
}

resource "aws_route53_record" "trust" {
  count = local.signed && try(var.parent_zone.signed, false) ? 1 : 0

  zone_id = var.parent_zone.id
  name    = var.name
  type    = "DS"
  ttl     = var.parent_zone.ttl_seconds
  records = [aws_route53_key_signing_key.this[0].ds_record]

  # A key that is trusted before the zone is signed with it makes every answer invalid.
  depends_on = [aws_route53_hosted_zone_dnssec.this]
}
