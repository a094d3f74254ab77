output "alb_dns_name" {
  description = "DNS name of the load balancer."
  value       = module.compute.alb_dns_name
}

output "cluster_name" {
  description = "Name of the cluster."
  value       = module.compute.cluster_name
}

output "image_repository_urls" {
  description = "Addresses that images are pushed to, by part of the system."
  value       = module.compute.repository_urls
}
