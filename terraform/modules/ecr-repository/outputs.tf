output "arn" {
  description = "ARN of the repository."
  value       = aws_ecr_repository.this.arn
}

output "name" {
  description = "Name of the repository."
  value       = aws_ecr_repository.this.name
}

output "repository_url" {
  description = "Address that images are pushed to and pulled from, without a tag."
  value       = aws_ecr_repository.this.repository_url
}
