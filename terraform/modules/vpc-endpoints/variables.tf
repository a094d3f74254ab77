variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account id must have twelve digits."
  }
}

variable "clients" {
  description = "Who may call the endpoints, on port 443, by a name of your choice: each a security_group_id, a cidr_ipv4 or a cidr_ipv6."
  type = map(object({
    cidr_ipv4         = optional(string)
    cidr_ipv6         = optional(string)
    security_group_id = optional(string)
  }))

  validation {
    condition     = length(var.clients) > 0
    error_message = "At least one client is needed, or nobody can call the endpoints."
  }

  validation {
    condition = alltrue([
      for client in values(var.clients) :
      length([for peer in [client.cidr_ipv4, client.cidr_ipv6, client.security_group_id] : peer if peer != null]) == 1
    ])
    error_message = "Each client must have exactly one of cidr_ipv4, cidr_ipv6, security_group_id."
  }

  validation {
    condition = alltrue([
      for client in values(var.clients) : client.cidr_ipv4 == null ? true : can(regex("/(8|9|[12][0-9]|3[0-2])$", client.cidr_ipv4))
    ])
    error_message = "The cidr_ipv4 of a client must have a prefix between /8 and /32: endpoints are for networks of your own."
  }

  validation {
    condition = alltrue([
      for client in values(var.clients) : client.cidr_ipv6 == null ? true : can(regex("/(3[2-9]|[4-9][0-9]|1[01][0-9]|12[0-8])$", client.cidr_ipv6))
    ])
    error_message = "The cidr_ipv6 of a client must have a prefix between /32 and /128: endpoints are for networks of your own."
  }
}

variable "endpoints" {
  description = "AWS services by the end of their endpoint's name, such as ecr.api, logs or secretsmanager. restricted keeps to trusted accounts; private_dns_enabled lets the service's usual name lead to the endpoint."
  type = map(object({
    private_dns_enabled = optional(bool, true)
    restricted          = optional(bool, true)
  }))

  validation {
    condition     = alltrue([for service in keys(var.endpoints) : can(regex("^[a-z][a-z0-9-]*(\\.[a-z0-9-]+)*$", service))])
    error_message = "The keys of endpoints must be ends of services' names, such as ecr.api, without com.amazonaws and region."
  }

  validation {
    condition     = !contains(keys(var.endpoints), "dynamodb") && !contains(keys(var.endpoints), "s3")
    error_message = "The gateway endpoints of network serve s3 and dynamodb, without charge and without a name that clashes."
  }

  validation {
    condition     = contains(keys(var.endpoints), "ecr.api") == contains(keys(var.endpoints), "ecr.dkr")
    error_message = "Pulling an image takes both ecr.api and ecr.dkr."
  }
}

variable "ipv6_enabled" {
  description = "Whether the endpoints have IPv6 beside IPv4; the subnets must have it, too."
  type        = bool
  default     = false
  nullable    = false
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 48 lower-case letters, digits or hyphens, begin with a letter and not end with a hyphen."
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

variable "subnet_ids" {
  description = "Identifiers of the subnets."
  type        = list(string)
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
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

variable "vpc_id" {
  description = "Identifier of the VPC."
  type        = string
}
