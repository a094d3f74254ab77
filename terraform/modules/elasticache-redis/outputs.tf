output "arn" {
  description = "ARN of the replication group."
  value       = aws_elasticache_replication_group.this.arn
}

output "id" {
  description = "Identifier of the replication group."
  value       = aws_elasticache_replication_group.this.id
}

output "member_clusters" {
  description = "Identifiers of the nodes, as ElastiCache numbers them; known before the nodes exist."
  value       = [for number in range(1, var.node_count + 1) : format("%s-%03d", var.name, number)]
}

output "port" {
  description = "Port that the nodes listen on."
  value       = var.port
}

output "primary_endpoint_address" {
  description = "Host name of the node that takes writes."
  value       = aws_elasticache_replication_group.this.primary_endpoint_address
}

output "reader_endpoint_address" {
  description = "Host name that spreads reads over the nodes."
  value       = aws_elasticache_replication_group.this.reader_endpoint_address
}

output "user_arns" {
  description = "ARNs of the users by key."
  value       = { for key, user in aws_elasticache_user.this : key => user.arn }
}
