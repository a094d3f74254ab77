output "name" {
  description = "Name of the release, known once it is ready."
  value       = helm_release.this.name
}

output "namespace" {
  description = "Namespace of the release."
  value       = helm_release.this.namespace
}

output "status" {
  description = "What Helm says of the release, such as deployed."
  value       = helm_release.this.status
}
