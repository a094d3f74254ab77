output "arn" {
  description = "ARN of the replication group."
  value       = aws_elasticache_replication_group.this.arn
}

output "configuration_endpoint_address" {
  description = "Host name by which clients of the cluster protocol find the shards; null where cluster_mode is disabled."
  value       = local.speaks_cluster ? aws_elasticache_replication_group.this.configuration_endpoint_address : null
}

output "id" {
  description = "Identifier of the replication group."
  value       = aws_elasticache_replication_group.this.id
}

output "member_clusters" {
  description = "Identifiers of the nodes, as ElastiCache numbers them; known before the nodes exist."
  value = flatten([
    for shard in range(1, local.has_shards ? var.shard_count + 1 : 2) : [
      for number in range(1, var.node_count + 1) : (
        local.has_shards ? format("%s-%04d-%03d", var.name, shard, number) : format("%s-%03d", var.name, number)
      )
    ]
  ])
}

output "port" {
  description = "Port that the nodes listen on."
  value       = var.port
}

output "primary_endpoint_address" {
  description = "Host name of the node that takes writes; null with shards, each of which has one."
  value       = local.has_shards ? null : aws_elasticache_replication_group.this.primary_endpoint_address
}

output "reader_endpoint_address" {
  description = "Host name that spreads reads over the nodes; null with shards."
  value       = local.has_shards ? null : aws_elasticache_replication_group.this.reader_endpoint_address
}

output "user_arns" {
  description = "ARNs of the users by key."
  value       = { for key, user in aws_elasticache_user.this : key => user.arn }
}
