output "endpoint_ids" {
  description = "Identifiers of the endpoints by service."
  value       = { for service, endpoint in aws_vpc_endpoint.this : service => endpoint.id }
}

output "security_group_id" {
  description = "Identifier of the security group of the endpoints, for rules of their clients that let out to it."
  value       = aws_security_group.this.id
}
