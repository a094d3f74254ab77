output "arn" {
  description = "ARN of the hosted zone."
  value       = aws_route53_zone.this.arn
}

output "ds_record" {
  description = "Record by which the registrar or the parent zone trusts the key of this zone, once it is signed; null for a zone that is not signed."
  value       = one(aws_route53_key_signing_key.this[*].ds_record)

  depends_on = [aws_route53_hosted_zone_dnssec.this]
}

output "id" {
  description = "Identifier of the hosted zone."
  value       = aws_route53_zone.this.zone_id
}

output "name" {
  description = "Name of the hosted zone."
  value       = aws_route53_zone.this.name
}

output "name_servers" {
  description = "Servers of the zone, for the registrar or a parent zone in another account."
  value       = aws_route53_zone.this.name_servers
}
