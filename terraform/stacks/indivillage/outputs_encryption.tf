output "kms_key_arns" {
  description = "ARNs of the keys by purpose: data, logs and, with copies in the replica region, replica."
  value = merge(
    { data = module.kms_data.arn, logs = module.kms_logs.arn },
    var.replicate ? { replica = module.kms_replica[0].arn } : {},
  )
}
