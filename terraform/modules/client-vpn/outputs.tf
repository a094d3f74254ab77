output "dns_name" {
  description = "DNS name that clients connect to; they put a label of their own before it."
  value       = aws_ec2_client_vpn_endpoint.this.dns_name
}

output "id" {
  description = "Identifier of the endpoint, from which clients get their configuration."
  value       = aws_ec2_client_vpn_endpoint.this.id
}

output "log_group_name" {
  description = "Name of the log group that records connections."
  value       = aws_cloudwatch_log_group.this.name
}

output "security_group_id" {
  description = "Identifier of the security group of the clients, which their destinations let in."
  value       = aws_security_group.this.id
}
