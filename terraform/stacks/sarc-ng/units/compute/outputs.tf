output "alb_arn" {
  description = "ARN of the load balancer."
  value       = module.alb.arn
}

output "alb_arn_suffix" {
  description = "Part of the ARN of the load balancer that CloudWatch metrics use as the dimension LoadBalancer."
  value       = module.alb.arn_suffix
}

output "alb_dns_name" {
  description = "DNS name of the load balancer."
  value       = module.alb.dns_name
}

output "alb_name" {
  description = "Name of the load balancer."
  value       = module.alb.name
}

output "alb_zone_id" {
  description = "Identifier of the hosted zone of the load balancer's DNS name, for alias records."
  value       = module.alb.zone_id
}

output "capacity_provider_names" {
  description = "Names of the capacity providers with instances of EC2, by key; empty without."
  value       = module.cluster.capacity_provider_names
}

output "cluster_arn" {
  description = "ARN of the cluster, known once its capacity providers are there."
  value       = module.cluster.arn

  # ECS makes no service for a capacity provider that the cluster does not have yet.
  depends_on = [module.cluster]
}

output "cluster_name" {
  description = "Name of the cluster, known once its capacity providers are there."
  value       = module.cluster.name

  # ECS makes no service for a capacity provider that the cluster does not have yet.
  depends_on = [module.cluster]
}

output "listener_arn" {
  description = "ARN of the listener that answers requests: HTTPS, or HTTP where there is no certificate."
  value       = module.alb.listener_arns[var.certificate != null ? "https" : "http"]
}

output "repository_arns" {
  description = "ARNs of the repositories with the images, by part; of those that another region fills as well."
  value = merge(
    { for key, repository in module.repositories : key => repository.arn },
    { for key, name in var.replicated_repositories : key => "arn:${data.aws_partition.current.partition}:ecr:${var.region}:${var.account_id}:repository/${name}" },
  )
}

output "repository_names" {
  description = "Names of the repositories with the images, by part; of those that another region fills as well."
  value       = merge({ for key, repository in module.repositories : key => repository.name }, var.replicated_repositories)
}

output "repository_urls" {
  description = "Addresses that images are pushed to, by part."
  value       = { for key, repository in module.repositories : key => repository.repository_url }
}
