output "arn" {
  description = "ARN of the web ACL."
  value       = aws_wafv2_web_acl.this.arn
}

output "capacity" {
  description = "Capacity units (WCU) that the rules take: 1500 are in the base price, 5000 are the limit."
  value       = aws_wafv2_web_acl.this.capacity
}

output "id" {
  description = "Identifier of the web ACL."
  value       = aws_wafv2_web_acl.this.id
}

output "name" {
  description = "Name of the web ACL, which CloudWatch metrics use as the dimension WebACL."
  value       = aws_wafv2_web_acl.this.name
}
