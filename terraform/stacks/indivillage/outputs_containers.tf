output "capacity_provider_name" {
  description = "Name of the capacity provider that services run on, which revisions of CodeDeploy name."
  value       = module.cluster.capacity_provider_names["app"]
}

output "cluster_name" {
  description = "Name of the cluster."
  value       = module.cluster.name
}

output "repository_urls" {
  description = "Addresses that images are pushed to, by service."
  value       = { for key, repository in module.repositories : key => repository.repository_url }
}

output "service_names" {
  description = "Names of the services by purpose."
  value       = { for key, service in module.services : key => service.name }
}
