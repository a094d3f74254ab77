output "name" {
  description = "Name of the Auto Scaling group, and of the instance in it."
  value       = aws_autoscaling_group.this.name
}

output "role_arn" {
  description = "ARN of the role of the host, known once its policies are in force."
  value       = aws_iam_role.this.arn

  depends_on = [aws_iam_role_policy.this, aws_iam_role_policy_attachment.session_manager]
}

output "security_group_id" {
  description = "Identifier of the security group of the bastion, which its destinations let in."
  value       = aws_security_group.this.id
}
