output "arn" {
  description = "ARN of the cluster."
  value       = aws_rds_cluster.this.arn
}

output "endpoint" {
  description = "Host name that leads to the writer."
  value       = aws_rds_cluster.this.endpoint
}

output "global_cluster_id" {
  description = "Identifier of the global cluster for its members in other regions; null without global_cluster_name."
  value       = one(aws_rds_global_cluster.this[*].id)
}

output "identifier" {
  description = "Identifier of the cluster."
  value       = aws_rds_cluster.this.cluster_identifier
}

output "instances" {
  description = "Host name, ARN, identifier and unchanging identifier of the instances by key."
  value = {
    for key, instance in aws_rds_cluster_instance.this : key => {
      arn             = instance.arn
      dbi_resource_id = instance.dbi_resource_id
      endpoint        = instance.endpoint
      identifier      = instance.identifier
    }
  }
}

output "master_user_secret_arn" {
  description = "ARN of the secret that holds the master password; null when RDS does not manage it."
  value       = one(aws_rds_cluster.this.master_user_secret[*].secret_arn)
}

output "port" {
  description = "Port that the instances listen on."
  value       = aws_rds_cluster.this.port
}

output "reader_endpoint" {
  description = "Host name that leads to the readers by turns, and to the writer where there is none."
  value       = aws_rds_cluster.this.reader_endpoint
}

output "resource_id" {
  description = "Identifier of the cluster that never changes; policies for users of the database name it."
  value       = aws_rds_cluster.this.cluster_resource_id
}

output "subnet_group_name" {
  description = "Name of the subnet group, which a restored copy needs as well."
  value       = aws_db_subnet_group.this.name
}
