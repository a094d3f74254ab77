variable "alb_open" {
  description = "Whether the load balancer admits everybody, as the specification has it, or only CloudFront, Route 53's checks and partners."
  type        = bool
  default     = false
  nullable    = false
}

variable "availability_zones" {
  description = "Availability zones to spread over, named once and for all: a list that AWS could change would move subnets and the database with it."
  type        = list(string)

  validation {
    condition     = length(var.availability_zones) >= (var.environment == "production" ? 3 : 2)
    error_message = "Two availability zones are needed, in production three."
  }

  validation {
    condition     = alltrue([for zone in var.availability_zones : startswith(zone, var.region)])
    error_message = "The availability zones must be in the region."
  }
}

variable "bastion" {
  description = "Host in the public subnets that leads to web servers, application and database; with ssh_cidr_blocks over SSH from these blocks as well. null makes none: Session Manager reaches every host."
  type = object({
    ssh_cidr_blocks = optional(map(string), {})
  })
  default = null
}

variable "client_vpn" {
  description = "Way for people from their own machines into the network: block of their addresses, certificate of the endpoint and how they sign in (saml, client_certificate or both), all from outside. null makes none."
  type = object({
    client_certificate     = optional(object({ root_arn = string }))
    client_cidr_block      = string
    saml                   = optional(object({ provider_arn = string, self_service_provider_arn = optional(string) }))
    server_certificate_arn = string
  })
  default = null
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

variable "endpoint_zones" {
  description = "Availability zones in which these services have an address; null takes all, so that calls stay in the caller's zone."
  type        = set(string)
  default     = null

  validation {
    condition     = var.endpoint_zones == null ? true : length(var.endpoint_zones) > 0 && length(setsubtract(var.endpoint_zones, var.availability_zones)) == 0
    error_message = "The endpoint_zones must be among availability_zones."
  }
}

variable "nat" {
  description = "NAT gateways for the private tiers: none, single (one for all zones) or per_az (one in each zone)."
  type        = string
  default     = "per_az"
  nullable    = false
}

variable "partner_cidr_blocks" {
  description = "IPv4 blocks, by the name of a partner, that reach the load balancer without passing CloudFront; its web ACL judges them all the same."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for partner, block in var.partner_cidr_blocks :
      can(regex("^[a-z][a-z0-9-]*$", partner)) && can(cidrnetmask(block)) && can(regex("/(1[6-9]|2[0-9]|3[0-2])$", block))
    ])
    error_message = "Partners have names of lower-case letters, digits and hyphens, and IPv4 blocks with a prefix between /16 and /32."
  }
}

variable "vpc_cidr_block" {
  description = "IPv4 block of the VPC, between /16 and /22."
  type        = string
}
