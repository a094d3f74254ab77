variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account id must have twelve digits."
  }
}

variable "availability_zones" {
  description = "Availability zones to spread over."
  type        = list(string)

  validation {
    condition     = length(var.availability_zones) > 0 && alltrue([for zone in var.availability_zones : can(regex("[a-h]$", zone))])
    error_message = "At least one availability zone is needed, and each must end in a letter from a to h."
  }

  validation {
    condition     = length(distinct([for zone in var.availability_zones : substr(zone, -1, 1)])) == length(var.availability_zones)
    error_message = "The availability zones must end in different letters, because the letter gives each its place in the address plan."
  }
}

variable "cidr_block" {
  description = "IPv4 block of the VPC, between /16 and /26."
  type        = string
  default     = "10.0.0.0/16"
  nullable    = false

  validation {
    condition = (
      can(cidrnetmask(var.cidr_block)) &&
      can(regex("/(1[6-9]|2[0-6])$", var.cidr_block)) &&
      try(cidrsubnet(var.cidr_block, 0, 0) == var.cidr_block, false)
    )
    error_message = "The block must be an IPv4 network address with a prefix between /16 and /26, such as 10.0.0.0/16."
  }
}

variable "flow_log_traffic_type" {
  description = "Traffic that the flow logs record: ALL, ACCEPT or REJECT."
  type        = string
  default     = "ALL"
  nullable    = false

  validation {
    condition     = contains(["ALL", "ACCEPT", "REJECT"], var.flow_log_traffic_type)
    error_message = "The traffic type must be one of ALL, ACCEPT, REJECT."
  }
}

variable "flow_logs_enabled" {
  description = "Whether the traffic of the VPC is recorded in CloudWatch Logs."
  type        = bool
  default     = true
  nullable    = false
}

variable "gateway_endpoints" {
  description = "AWS services reached through a gateway endpoint instead of the internet: s3, dynamodb."
  type        = set(string)
  default     = ["s3", "dynamodb"]
  nullable    = false

  validation {
    condition     = length(setsubtract(var.gateway_endpoints, ["s3", "dynamodb"])) == 0
    error_message = "Gateway endpoints exist for s3 and dynamodb only."
  }
}

variable "gateway_endpoints_restricted" {
  description = "Whether the gateway endpoints reach trusted accounts only, and of others what AWS serves and readable_bucket_arns; false lets data leave to any account."
  type        = bool
  default     = true
  nullable    = false
}

variable "ipv6_enabled" {
  description = "Whether the VPC has IPv6 beside IPv4: public tiers reach the internet both ways, private tiers outwards only, isolated tiers not at all."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition = !var.ipv6_enabled || alltrue([
      for tier in values(var.tiers) : tier.ipv6_slot != null || tier.slot != null
    ])
    error_message = "With IPv6 a tier that has cidr_blocks must have an ipv6_slot."
  }

  validation {
    condition = !var.ipv6_enabled || length(var.tiers) == length(distinct([
      for name, tier in var.tiers : try(coalesce(tier.ipv6_slot, tier.slot), name)
    ]))
    error_message = "With IPv6 two tiers must not share an ipv6_slot."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the data; null uses the key that AWS manages."
  type        = string
  default     = null
}

variable "log_retention_days" {
  description = "Number of days that log events are kept."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = contains(
      [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
      var.log_retention_days,
    )
    error_message = "The retention must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days."
  }
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 48 lower-case letters, digits or hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "nat" {
  description = "NAT gateways for the private tiers: none, single (one for all zones) or per_az (one in each zone)."
  type        = string
  default     = "per_az"
  nullable    = false

  validation {
    condition     = contains(["none", "single", "per_az"], var.nat)
    error_message = "The NAT mode must be one of none, single, per_az."
  }

  validation {
    condition     = var.nat == "none" || contains([for tier in values(var.tiers) : tier.kind], "public")
    error_message = "NAT gateways stand in a public tier: add one, or set nat to none."
  }
}

variable "network_acl_rules" {
  description = "Stateless rules by name; a tier that a rule names gets a network ACL of its own, which denies what no rule allows."
  type = map(object({
    tier            = string
    direction       = string
    rule_number     = number
    cidr_block      = optional(string)
    ipv6_cidr_block = optional(string)
    action          = optional(string, "allow")
    protocol        = optional(string, "tcp")
    from_port       = optional(number, 0)
    to_port         = optional(number, 0)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for rule in values(var.network_acl_rules) : contains(keys(var.tiers), rule.tier)])
    error_message = "Each rule must name one of the tiers."
  }

  validation {
    condition     = alltrue([for rule in values(var.network_acl_rules) : contains(["ingress", "egress"], rule.direction)])
    error_message = "The direction must be one of ingress, egress."
  }

  validation {
    condition     = alltrue([for rule in values(var.network_acl_rules) : contains(["allow", "deny"], rule.action)])
    error_message = "The action must be one of allow, deny."
  }

  validation {
    condition     = alltrue([for rule in values(var.network_acl_rules) : (rule.cidr_block == null) != (rule.ipv6_cidr_block == null)])
    error_message = "Each rule must have either a cidr_block or an ipv6_cidr_block."
  }

  validation {
    condition     = var.ipv6_enabled || alltrue([for rule in values(var.network_acl_rules) : rule.ipv6_cidr_block == null])
    error_message = "A rule with an ipv6_cidr_block needs ipv6_enabled."
  }
}

variable "organization_id" {
  description = "Identifier of the organisation whose resources the endpoints reach; null keeps to the trusted accounts."
  type        = string
  default     = null

  validation {
    condition     = var.organization_id == null ? true : can(regex("^o-[a-z0-9]{10,32}$", var.organization_id))
    error_message = "The organization id must be an id such as o-a1b2c3d4e5."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds what the role that delivers flow logs may do; null sets none."
  type        = string
  default     = null
}

variable "readable_bucket_arns" {
  description = "ARNs of buckets of others, such as public data sets, that may be read through the endpoint of S3."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.readable_bucket_arns : can(regex("^arn:[a-z-]+:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", arn))])
    error_message = "The readable buckets must be ARNs of buckets, without wildcards and without a path."
  }
}

variable "secondary_cidr_blocks" {
  description = "Further IPv4 blocks of the VPC, between /16 and /28, for tiers that have cidr_blocks. AWS refuses some combinations of private ranges."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([
      for block in var.secondary_cidr_blocks :
      can(cidrnetmask(block)) && can(regex("/(1[6-9]|2[0-8])$", block)) && try(cidrsubnet(block, 0, 0) == block, false)
    ])
    error_message = "Each secondary block must be an IPv4 network address with a prefix between /16 and /28."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "tiers" {
  description = "Subnet tiers by name. kind is public (internet gateway), private (outbound through NAT) or isolated (no way out). slot (0 to 7) computes the blocks; cidr_blocks gives them by zone instead. ipv6_slot (0 to 7) is slot unless told. tags are for the subnets and route tables of the tier."
  type = map(object({
    kind        = string
    slot        = optional(number)
    cidr_blocks = optional(map(string))
    ipv6_slot   = optional(number)
    tags        = optional(map(string), {})
  }))

  validation {
    condition     = alltrue([for tier in values(var.tiers) : contains(["public", "private", "isolated"], tier.kind)])
    error_message = "The kind of a tier must be one of public, private, isolated."
  }

  validation {
    condition     = length([for tier in values(var.tiers) : tier if tier.kind == "public"]) <= 1
    error_message = "At most one tier can be public."
  }

  validation {
    condition     = alltrue([for tier in values(var.tiers) : (tier.slot == null) != (tier.cidr_blocks == null)])
    error_message = "Each tier needs either a slot or cidr_blocks, not both."
  }

  validation {
    condition     = alltrue([for tier in values(var.tiers) : tier.slot == null ? true : contains(range(8), tier.slot)])
    error_message = "A slot must be a whole number from 0 to 7."
  }

  validation {
    condition = (
      length(distinct([for tier in values(var.tiers) : tier.slot if tier.slot != null])) ==
      length([for tier in values(var.tiers) : tier.slot if tier.slot != null])
    )
    error_message = "Two tiers must not share a slot."
  }

  validation {
    condition = (
      alltrue([for tier in values(var.tiers) : tier.slot == null]) ||
      can(regex("/(1[6-9]|2[0-2])$", var.cidr_block))
    )
    error_message = "Slots need a VPC block between /16 and /22; give smaller VPCs their blocks with cidr_blocks."
  }

  validation {
    condition = alltrue([
      for tier in values(var.tiers) :
      tier.cidr_blocks == null ? true : toset(keys(tier.cidr_blocks)) == toset(var.availability_zones)
    ])
    error_message = "The keys of cidr_blocks must be the availability zones."
  }

  validation {
    condition = alltrue(flatten([
      for tier in values(var.tiers) : [
        for block in values(coalesce(tier.cidr_blocks, {})) :
        can(cidrnetmask(block)) && can(regex("/(1[6-9]|2[0-8])$", block)) && try(cidrsubnet(block, 0, 0) == block, false)
      ]
    ]))
    error_message = "Each block in cidr_blocks must be an IPv4 network address with a prefix between /16 and /28."
  }

  validation {
    condition     = alltrue([for tier in values(var.tiers) : tier.ipv6_slot == null ? true : contains(range(8), tier.ipv6_slot)])
    error_message = "An ipv6_slot must be a whole number from 0 to 7."
  }
}

variable "trusted_account_ids" {
  description = "Identifiers of further AWS accounts whose resources the endpoints reach."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for account in var.trusted_account_ids : can(regex("^[0-9]{12}$", account))])
    error_message = "The trusted account ids must have twelve digits."
  }
}
