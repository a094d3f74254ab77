output "arns" {
  description = "ARNs of the parameters, secrets among them, by their name below path."
  value       = { for key, parameter in merge(aws_ssm_parameter.this, aws_ssm_parameter.secure) : key => parameter.arn }
}

output "names" {
  description = "Whole names of the parameters, secrets among them, by their name below path."
  value       = { for key, parameter in merge(aws_ssm_parameter.this, aws_ssm_parameter.secure) : key => parameter.name }
}
