output "api_key_ids" {
  description = "Identifiers of the API keys by key; whoever may read them asks AWS for the values."
  value       = { for key, api_key in aws_api_gateway_api_key.this : key => api_key.id }
}

output "arn" {
  description = "ARN of the API."
  value       = aws_api_gateway_rest_api.this.arn

  depends_on = [aws_api_gateway_rest_api_policy.this]
}

output "domain_targets" {
  description = "Name and zone of the alias target of each domain, for dns-record."
  value = {
    for key, domain in aws_api_gateway_domain_name.this : key => {
      regional_domain_name = domain.regional_domain_name
      regional_zone_id     = domain.regional_zone_id
    }
  }
}

output "execution_arn" {
  description = "ARN that begins those of the API's calls, for policies of callers with AWS_IAM."
  value       = aws_api_gateway_rest_api.this.execution_arn

  depends_on = [aws_api_gateway_rest_api_policy.this]
}

output "id" {
  description = "Identifier of the API."
  value       = aws_api_gateway_rest_api.this.id

  depends_on = [aws_api_gateway_rest_api_policy.this]
}

output "invoke_url" {
  description = "URL of the stage; it answers unless default_endpoint_enabled says otherwise."
  value       = aws_api_gateway_stage.this.invoke_url
}

output "log_group_arns" {
  description = "ARNs of the log groups: access and execution."
  value = {
    access    = aws_cloudwatch_log_group.access.arn
    execution = aws_cloudwatch_log_group.execution.arn
  }
}

output "name" {
  description = "Name of the API, the dimension ApiName of its metrics."
  value       = aws_api_gateway_rest_api.this.name

  depends_on = [aws_api_gateway_rest_api_policy.this]
}

output "stage_arn" {
  description = "ARN of the stage, for resource_arns of waf."
  value       = aws_api_gateway_stage.this.arn
}

output "stage_name" {
  description = "Name of the stage, the dimension Stage of its metrics."
  value       = aws_api_gateway_stage.this.stage_name
}
