output "alb_dns_name" {
  description = "DNS name of the load balancer."
  value       = module.alb.dns_name
}

output "cdn_domain_name" {
  description = "Domain name of the distribution."
  value       = module.cdn.domain_name
}

output "cdn_id" {
  description = "Identifier of the distribution, for invalidations."
  value       = module.cdn.id
}

output "url" {
  description = "Address of the system for its users."
  value       = "https://${local.has_domain ? var.domain_name : module.cdn.domain_name}"
}
