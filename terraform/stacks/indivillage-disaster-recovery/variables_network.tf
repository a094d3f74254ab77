variable "availability_zones" {
  description = "Availability zones to spread over, named once and for all: a list that AWS could change would move subnets and the database with it."
  type        = list(string)

  validation {
    condition     = length(var.availability_zones) >= 3
    error_message = "Three availability zones are needed, as in the primary region."
  }

  validation {
    condition     = alltrue([for zone in var.availability_zones : startswith(zone, var.region)])
    error_message = "The availability zones must be in the region."
  }
}

variable "endpoint_services" {
  description = "AWS services that the tiers reach within the VPC, by the ends of their endpoints' names; each is paid for by zone and hour."
  type        = set(string)
  default = [
    "ec2messages", "ecr.api", "ecr.dkr", "ecs", "ecs-agent", "ecs-telemetry", "events", "kms", "logs", "monitoring", "secretsmanager", "sns",
    "sqs", "ssm", "ssmmessages", "sts", "xray",
  ]
  nullable = false
}

variable "nat" {
  description = "NAT gateways for the private tiers: none, single (one for all zones) or per_az (one in each zone)."
  type        = string
  default     = "per_az"
  nullable    = false
}

variable "partner_cidr_blocks" {
  description = "IPv4 blocks, by the name of a partner, that reach the load balancer without passing CloudFront."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "vpc_cidr_block" {
  description = "IPv4 block of the VPC, between /16 and /22, that overlaps with none of the environments."
  type        = string
  default     = "10.3.0.0/16"
  nullable    = false
}
