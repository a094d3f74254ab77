output "access_analyzer_arn" {
  description = "ARN of the analyzer of IAM Access Analyzer; null where it is off."
  value       = one(aws_accessanalyzer_analyzer.this[*].arn)
}

output "config_bucket_name" {
  description = "Name of the bucket that AWS Config delivers to, known once its policy is in force; null where it is off."
  value       = one(aws_s3_bucket.config[*].bucket)

  depends_on = [aws_s3_bucket_policy.config]
}

output "config_recorder_name" {
  description = "Name of the recorder of AWS Config; null where it is off."
  value       = one(aws_config_configuration_recorder.this[*].name)
}

output "config_rule_arns" {
  description = "ARNs of the rules of AWS Config, keyed as in config_rules."
  value       = { for key, rule in aws_config_config_rule.this : key => rule.arn }
}

output "guardduty_detector_id" {
  description = "Identifier of the GuardDuty detector; null where it is off."
  value       = one(aws_guardduty_detector.this[*].id)
}

output "security_hub_arn" {
  description = "ARN of the hub of Security Hub; null where it is off."
  value       = one(aws_securityhub_account.this[*].arn)
}
