output "address" {
  description = "Host name of the instance."
  value       = aws_db_instance.this.address
}

output "arn" {
  description = "ARN of the instance."
  value       = aws_db_instance.this.arn
}

output "identifier" {
  description = "Identifier of the instance."
  value       = aws_db_instance.this.identifier
}

output "master_user_secret_arn" {
  description = "ARN of the secret that holds the master password; null when RDS does not manage it."
  value       = one(aws_db_instance.this.master_user_secret[*].secret_arn)
}

output "max_connections" {
  description = "Number of connections that the server accepts."
  value       = var.max_connections
}

output "port" {
  description = "Port that the server listens on."
  value       = aws_db_instance.this.port
}

output "replicas" {
  description = "Identifier, ARN, host name and unchanging identifier of the read replicas by key."
  value = {
    for key, replica in aws_db_instance.replica : key => {
      address     = replica.address
      arn         = replica.arn
      identifier  = replica.identifier
      resource_id = replica.resource_id
    }
  }
}

output "resource_id" {
  description = "Identifier of the instance that survives a change of its name; policies for users of the database name it."
  value       = aws_db_instance.this.resource_id
}

output "subnet_group_name" {
  description = "Name of the subnet group, which a restored copy needs as well."
  value       = aws_db_subnet_group.this.name
}
