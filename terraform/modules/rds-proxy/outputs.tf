output "arn" {
  description = "ARN of the proxy, known once it leads to the database."
  value       = aws_db_proxy.this.arn

  depends_on = [aws_db_proxy_target.this, aws_iam_role_policy.this]
}

output "endpoint" {
  description = "Host name that leads to the database, or to the writer of a cluster, known once it does."
  value       = aws_db_proxy.this.endpoint

  depends_on = [aws_db_proxy_target.this, aws_iam_role_policy.this]
}

output "reader_endpoint" {
  description = "Host name that leads to the readers of a cluster; null without reader_endpoint_enabled."
  value       = one(aws_db_proxy_endpoint.reader[*].endpoint)

  depends_on = [aws_db_proxy_target.this, aws_iam_role_policy.this]
}

output "resource_id" {
  description = "Identifier of the proxy, beginning with prx-; policies for users who sign in through it name it."
  value       = element(split(":", aws_db_proxy.this.arn), 6)
}

output "role_arn" {
  description = "ARN of the proxy's role for policies that name it, known before the role has its rights, which name what those policies protect."
  value       = aws_iam_role.this.arn
}
