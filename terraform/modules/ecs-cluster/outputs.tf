output "arn" {
  description = "ARN of the cluster."
  value       = aws_ecs_cluster.this.arn
}

output "capacity_provider_names" {
  description = "Names of the EC2 capacity providers, by the caller's key."
  value       = local.ec2_names
}

output "name" {
  description = "Name of the cluster."
  value       = aws_ecs_cluster.this.name
}
