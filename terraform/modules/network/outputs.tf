output "arn" {
  description = "ARN of the VPC."
  value       = aws_vpc.this.arn
}

output "flow_log_group_name" {
  description = "Name of the log group that receives the flow logs; null without flow logs."
  value       = one(aws_cloudwatch_log_group.this[*].name)
}

output "gateway_endpoint_ids" {
  description = "Identifiers of the gateway endpoints by service."
  value       = { for service, endpoint in aws_vpc_endpoint.this : service => endpoint.id }
}

output "gateway_endpoint_prefix_list_ids" {
  description = "Identifiers of the prefix lists of the gateway endpoints by service, for rules of security groups that let out to them."
  value       = { for service, endpoint in aws_vpc_endpoint.this : service => endpoint.prefix_list_id }
}

output "ipv6_cidr_block" {
  description = "IPv6 block of the VPC; null without IPv6."
  value       = var.ipv6_enabled ? aws_vpc.this.ipv6_cidr_block : null
}

output "nat_gateway_ids" {
  description = "Identifiers of the NAT gateways by availability zone, the dimension NatGatewayId of their metrics."
  value       = { for zone, gateway in aws_nat_gateway.this : zone => gateway.id }
}

output "nat_public_ips" {
  description = "Public addresses of the NAT gateways by availability zone."
  value       = { for zone, address in aws_eip.this : zone => address.public_ip }
}

output "route_table_ids" {
  description = "Identifiers of the route tables by tier, for private tiers by tier/zone."
  value       = { for key, table in aws_route_table.this : key => table.id }
}

output "subnet_cidr_blocks" {
  description = "Blocks of the subnets by tier and availability zone."
  value = {
    for name in keys(var.tiers) : name => {
      for zone in var.availability_zones : zone => aws_subnet.this["${name}/${zone}"].cidr_block
    }
  }
}

output "subnet_ids" {
  description = "Identifiers of the subnets by tier and availability zone."
  value = {
    for name in keys(var.tiers) : name => {
      for zone in var.availability_zones : zone => aws_subnet.this["${name}/${zone}"].id
    }
  }
}

output "vpc_cidr_block" {
  description = "IPv4 block of the VPC."
  value       = aws_vpc.this.cidr_block
}

output "vpc_id" {
  description = "Identifier of the VPC."
  value       = aws_vpc.this.id
}
