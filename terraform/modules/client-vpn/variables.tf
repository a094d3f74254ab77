variable "authorizations" {
  description = "Networks that people may reach, by a name of your choice: an IPv4 block, and the group of the identity provider that may; null lets everybody who signs in."
  type = map(object({
    cidr_block = string
    group_id   = optional(string)
  }))

  validation {
    condition     = length(var.authorizations) > 0
    error_message = "At least one authorization is needed, or nobody reaches anything."
  }

  validation {
    condition     = alltrue([for authorization in values(var.authorizations) : can(cidrnetmask(authorization.cidr_block))])
    error_message = "The cidr_block of an authorization must be an IPv4 block."
  }

  # A certificate has no groups: https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/client-authorization.html
  validation {
    condition     = var.saml != null || alltrue([for authorization in values(var.authorizations) : authorization.group_id == null])
    error_message = "Groups are those of an identity provider: an authorization with a group_id needs saml."
  }
}

variable "banner" {
  description = "Text that clients show when somebody has connected; null shows none."
  type        = string
  default     = null

  validation {
    condition     = var.banner == null ? true : length(var.banner) >= 1 && length(var.banner) <= 1400
    error_message = "banner must have 1 to 1400 characters."
  }
}

variable "client_certificate" {
  description = "Certificate authority, imported into ACM, whose client certificates are taken; null takes none."
  type        = object({ root_arn = string })
  default     = null
}

variable "client_cidr_block" {
  description = "IPv4 block that clients get their addresses from, for life; apart from the networks that they reach, and twice as many addresses as clients."
  type        = string

  # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateClientVpnEndpoint.html
  validation {
    condition     = can(cidrnetmask(var.client_cidr_block)) && can(regex("/(1[2-9]|2[0-2])$", var.client_cidr_block))
    error_message = "client_cidr_block must be an IPv4 block with a prefix between /12 and /22."
  }
}

variable "destinations" {
  description = "Where clients lead to in the network, by a name of your choice: a port of a security group, which has to let the clients in, or of an IPv4 block."
  type = map(object({
    cidr_block        = optional(string)
    port              = number
    protocol          = optional(string, "tcp")
    security_group_id = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for destination in values(var.destinations) : (destination.cidr_block == null) != (destination.security_group_id == null)])
    error_message = "A destination must have a cidr_block or a security_group_id."
  }

  validation {
    condition     = alltrue([for destination in values(var.destinations) : destination.port >= 1 && destination.port <= 65535])
    error_message = "The port of a destination must be between 1 and 65535."
  }

  validation {
    condition     = alltrue([for destination in values(var.destinations) : contains(["tcp", "udp"], destination.protocol)])
    error_message = "The protocol of a destination must be one of tcp, udp."
  }
}

variable "dns_servers" {
  description = "Addresses of the DNS servers that clients ask, such as the second address of the VPC; empty leaves them their own."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.dns_servers) <= 2
    error_message = "There can be 2 dns_servers at most."
  }
}

variable "log_kms_key_arn" {
  description = "ARN of the KMS key that encrypts the log group; null uses the key that AWS manages."
  type        = string
  default     = null
}

variable "log_retention_days" {
  description = "Number of days that log events are kept."
  type        = number
  default     = 365
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
    error_message = "name must have 3 to 48 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "routes" {
  description = "IPv4 blocks beyond the VPC that clients reach through it, by a name of your choice; each needs an authorization as well."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for block in values(var.routes) : can(cidrnetmask(block))])
    error_message = "routes must be IPv4 blocks."
  }
}

variable "saml" {
  description = "Identity provider of IAM that people sign in with, and the one of the page where they get client and configuration; null takes certificates alone."
  type = object({
    provider_arn              = string
    self_service_provider_arn = optional(string)
  })
  default = null

  validation {
    condition     = var.saml != null || var.client_certificate != null
    error_message = "Somebody has to say who comes: give saml, or client_certificate, or both."
  }
}

variable "server_certificate_arn" {
  description = "ARN of the certificate in ACM that the endpoint shows."
  type        = string
}

variable "session_timeout_hours" {
  description = "Hours after which somebody signs in anew."
  type        = number
  default     = 8
  nullable    = false

  validation {
    condition     = contains([8, 10, 12, 24], var.session_timeout_hours)
    error_message = "session_timeout_hours must be one of 8, 10, 12, 24."
  }
}

variable "split_tunnel" {
  description = "Whether clients reach only the networks of the VPN through it, and the internet by themselves."
  type        = bool
  default     = true
  nullable    = false
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "vpc_id" {
  description = "Identifier of the VPC."
  type        = string
}

variable "zone_subnet_ids" {
  description = "Identifiers of the subnets that clients come in by, one for each availability zone, by zone."
  type        = map(string)

  validation {
    condition     = length(var.zone_subnet_ids) > 0
    error_message = "At least one zone needs a subnet, or nobody can connect."
  }
}
