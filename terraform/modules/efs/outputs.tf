output "access_point_arns" {
  description = "ARNs of the access points by key, known once the policy is in force."
  value       = { for key, point in aws_efs_access_point.this : key => point.arn }

  depends_on = [aws_efs_file_system_policy.this]
}

output "access_point_ids" {
  description = "Identifiers of the access points by key, known once the policy is in force."
  value       = { for key, point in aws_efs_access_point.this : key => point.id }

  depends_on = [aws_efs_file_system_policy.this]
}

output "arn" {
  description = "ARN of the file system, known once its policy is in force and it can be mounted."
  value       = aws_efs_file_system.this.arn

  depends_on = [aws_efs_file_system_policy.this, aws_efs_mount_target.this]
}

output "dns_name" {
  description = "DNS name of the file system, which leads to the mount target of the zone."
  value       = aws_efs_file_system.this.dns_name

  depends_on = [aws_efs_file_system_policy.this, aws_efs_mount_target.this]
}

output "id" {
  description = "Identifier of the file system, known once its policy is in force and it can be mounted."
  value       = aws_efs_file_system.this.id

  depends_on = [aws_efs_file_system_policy.this, aws_efs_mount_target.this]
}
