output "arn" {
  description = "ARN of the API."
  value       = aws_apigatewayv2_api.this.arn
}

output "domain_targets" {
  description = "Name and zone of the alias target of each domain, for dns-record."
  value = {
    for key, domain in aws_apigatewayv2_domain_name.this : key => {
      hosted_zone_id     = domain.domain_name_configuration[0].hosted_zone_id
      target_domain_name = domain.domain_name_configuration[0].target_domain_name
    }
  }
}

output "endpoint" {
  description = "URL that AWS gives the API; it answers unless default_endpoint_enabled says otherwise."
  value       = aws_apigatewayv2_api.this.api_endpoint
}

output "endpoint_host" {
  description = "Host of the endpoint, for an origin of a distribution."
  value       = trimprefix(aws_apigatewayv2_api.this.api_endpoint, "https://")
}

output "execution_arn" {
  description = "ARN that begins those of the API's calls, for policies of callers with AWS_IAM."
  value       = aws_apigatewayv2_api.this.execution_arn
}

output "id" {
  description = "Identifier of the API, the dimension ApiId of its metrics."
  value       = aws_apigatewayv2_api.this.id
}

output "log_group_arn" {
  description = "ARN of the log group."
  value       = aws_cloudwatch_log_group.this.arn
}

output "log_group_name" {
  description = "Name of the log group."
  value       = aws_cloudwatch_log_group.this.name
}
