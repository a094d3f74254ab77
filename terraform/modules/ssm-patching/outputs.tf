output "baseline_id" {
  description = "Identifier of the patch baseline."
  value       = aws_ssm_patch_baseline.this.id
}

output "document_names" {
  description = "Names of the documents by key."
  value       = local.document_names
}

output "instance_policy_json" {
  description = "Policy that the role of an instance needs beside AmazonSSMManagedInstanceCore, to record patches and sessions."
  value       = data.aws_iam_policy_document.instance.json
}

output "log_group_names" {
  description = "Names of the log groups by what they hold: patching, and sessions where they are recorded."
  value = merge(
    { patching = aws_cloudwatch_log_group.patching.name },
    { for group in aws_cloudwatch_log_group.sessions : "sessions" => group.name },
  )
}

output "window_ids" {
  description = "Identifiers of the maintenance windows by key."
  value       = { for key, window in aws_ssm_maintenance_window.this : key => window.id }
}
