output "arn" {
  description = "ARN of the role."
  value       = aws_iam_role.this.arn
}

output "instance_profile_arn" {
  description = "ARN of the instance profile; null without one."
  value       = one(aws_iam_instance_profile.this[*].arn)
}

output "instance_profile_name" {
  description = "Name of the instance profile; null without one."
  value       = one(aws_iam_instance_profile.this[*].name)
}

output "name" {
  description = "Name of the role."
  value       = aws_iam_role.this.name
}
