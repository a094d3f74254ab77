output "cluster_name" {
  description = "Name of the cluster."
  value       = module.cluster.name
}

output "image_repository_url" {
  description = "Address that images of the application are pushed to."
  value       = module.image_repository.repository_url
}

output "service_name" {
  description = "Name of the service."
  value       = module.service.name
}
