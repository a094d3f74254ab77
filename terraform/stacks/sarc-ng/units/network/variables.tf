variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string
}

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

variable "container_port" {
  description = "Port that the containers listen on."
  type        = number
  default     = 8080
  nullable    = false
}

variable "database_subnet_cidr_blocks" {
  description = "IPv4 blocks of the database subnets, in the order of availability_zones."
  type        = list(string)

  validation {
    condition     = length(var.database_subnet_cidr_blocks) == length(var.availability_zones)
    error_message = "There must be one database subnet for each availability zone."
  }
}

variable "flow_logs_enabled" {
  description = "Whether the connections of the VPC are recorded."
  type        = bool
  default     = true
  nullable    = false
}

variable "log_retention_days" {
  description = "Number of days that log events are kept."
  type        = number
  default     = 30
  nullable    = false
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string
}

variable "nat" {
  description = "NAT gateways for the private subnets: none, single (one for all zones) or per_az (one in each zone)."
  type        = string
  default     = "per_az"
  nullable    = false
}

variable "private_subnet_cidr_blocks" {
  description = "IPv4 blocks of the private subnets, in the order of availability_zones."
  type        = list(string)

  validation {
    condition     = length(var.private_subnet_cidr_blocks) == length(var.availability_zones)
    error_message = "There must be one private subnet for each availability zone."
  }
}

variable "public_subnet_cidr_blocks" {
  description = "IPv4 blocks of the public subnets, in the order of availability_zones."
  type        = list(string)

  validation {
    condition     = length(var.public_subnet_cidr_blocks) == length(var.availability_zones)
    error_message = "There must be one public subnet for each availability zone."
  }
}

variable "region" {
  description = "Region that the resources are in."
  type        = string
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "vpc_cidr_block" {
  description = "IPv4 block of the VPC, between /16 and /26."
  type        = string
}
