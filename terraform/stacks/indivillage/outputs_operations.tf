output "operation_documents" {
  description = "Names of the documents of Systems Manager for tasks of every day, by key."
  value       = module.patching.document_names
}
