output "name" {
  description = "Name of the namespace, known once nobody else reaches its pods."
  value       = kubernetes_namespace_v1.this.metadata[0].name

  depends_on = [kubernetes_network_policy_v1.this]
}

output "service_account_names" {
  description = "Names of the service accounts by name."
  value       = { for key, account in kubernetes_service_account_v1.this : key => account.metadata[0].name }
}
