variable "alb_egress_unrestricted" {
  description = "Whether the load balancer may send anywhere; false admits the application only."
  type        = bool
  default     = false
  nullable    = false
}

variable "data_egress_unrestricted" {
  description = "Whether database and Redis may send anywhere; false admits nothing, because neither begins a connection."
  type        = bool
  default     = false
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
  default     = "10.0.0.0/16"
  nullable    = false
}
