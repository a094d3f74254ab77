output "alb_dns_name" {
  description = "DNS name of the load balancer."
  value       = module.alb.dns_name
}

output "cdn_domain_name" {
  description = "Domain name of the distribution."
  value       = module.distribution.domain_name
}

output "cdn_id" {
  description = "Identifier of the distribution, for invalidations."
  value       = module.distribution.id
}

output "origin_secret_arns" {
  description = "ARNs of the secrets that CloudFront sends to the load balancer, by version; the root indivillage-disaster-recovery is told their values."
  value       = module.origin_secrets.arns
}
