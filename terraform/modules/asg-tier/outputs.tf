output "arn" {
  description = "ARN of the Auto Scaling group, for a capacity provider of ECS."
  value       = aws_autoscaling_group.this.arn
}

output "launch_template_id" {
  description = "Identifier of the launch template."
  value       = aws_launch_template.this.id
}

output "name" {
  description = "Name of the Auto Scaling group, which CloudWatch metrics use as the dimension AutoScalingGroupName."
  value       = aws_autoscaling_group.this.name
}
