variable "availability_zones" {
  description = "Availability zones to spread over, named once and for all: a list that AWS could change would move subnets and the database with it."
  type        = list(string)

  validation {
    condition     = length(var.availability_zones) >= 2
    error_message = "The load balancer and the database need two availability zones at least."
  }

  validation {
    condition     = alltrue([for zone in var.availability_zones : startswith(zone, var.region)])
    error_message = "The availability zones must be in the region."
  }
}

variable "flow_logs_enabled" {
  description = "Whether the connections of the VPC are recorded."
  type        = bool
  default     = true
  nullable    = false
}

variable "nat" {
  description = "NAT gateways for the private tiers: none, single (one for all zones) or per_az (one in each zone)."
  type        = string
  default     = "per_az"
  nullable    = false
}

variable "vpc_cidr_block" {
  description = "IPv4 block of the VPC, between /16 and /22."
  type        = string
}
