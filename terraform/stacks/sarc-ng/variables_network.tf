variable "availability_zones" {
  description = "Availability zones to spread over, named once and for all: a list that AWS could change would move subnets and the database with it."
  type        = list(string)
}

variable "database_subnet_cidr_blocks" {
  description = "IPv4 blocks of the database subnets, in the order of availability_zones."
  type        = list(string)
}

variable "flow_logs_enabled" {
  description = "Whether the connections of the VPC are recorded."
  type        = bool
  default     = true
  nullable    = false
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
}

variable "public_subnet_cidr_blocks" {
  description = "IPv4 blocks of the public subnets, in the order of availability_zones."
  type        = list(string)
}

variable "secondary_network" {
  description = "Network in the secondary region, with blocks of its own in the order of its zones; null keeps to one region. Where it is, load balancer and cluster wait there, and with database_global_name a member of the database."
  type = object({
    availability_zones          = list(string)
    database_subnet_cidr_blocks = list(string)
    nat                         = optional(string, "none")
    private_subnet_cidr_blocks  = list(string)
    public_subnet_cidr_blocks   = list(string)
    vpc_cidr_block              = string
  })
  default = null
}

variable "vpc_cidr_block" {
  description = "IPv4 block of the VPC, between /16 and /26. Environments that shall ever be joined need different ones."
  type        = string
}
