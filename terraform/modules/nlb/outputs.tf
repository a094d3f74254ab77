output "arn" {
  description = "ARN of the load balancer, which a VPC link of API Gateway takes."
  value       = aws_lb.this.arn
}

output "arn_suffix" {
  description = "Part of the ARN that CloudWatch metrics use as the dimension LoadBalancer."
  value       = aws_lb.this.arn_suffix
}

output "dns_name" {
  description = "DNS name of the load balancer."
  value       = aws_lb.this.dns_name
}

output "listener_arns" {
  description = "ARNs of the listeners by name."
  value       = { for key, listener in aws_lb_listener.this : key => listener.arn }
}

output "name" {
  description = "Name of the load balancer."
  value       = aws_lb.this.name
}

output "target_group_arn_suffixes" {
  description = "Parts of the ARNs that CloudWatch metrics use as the dimension TargetGroup, by name of the target group."
  value       = { for key, group in aws_lb_target_group.this : key => group.arn_suffix }
}

output "target_group_arns" {
  description = "ARNs of the target groups by name."
  value       = { for key, group in aws_lb_target_group.this : key => group.arn }
}

output "target_group_names" {
  description = "Names of the target groups by key."
  value       = { for key, group in aws_lb_target_group.this : key => group.name }
}

output "zone_id" {
  description = "Identifier of the hosted zone of the DNS name, for alias records."
  value       = aws_lb.this.zone_id
}
