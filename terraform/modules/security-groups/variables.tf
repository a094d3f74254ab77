variable "egress_rules" {
  description = "Outbound rules by name. Each names its group and one destination: cidr_ipv4, cidr_ipv6, prefix_list_id, referenced_group (key in groups) or referenced_security_group_id. Without rules a group sends nothing."
  type = map(object({
    group                        = string
    description                  = string
    ip_protocol                  = optional(string, "tcp")
    from_port                    = optional(number)
    to_port                      = optional(number)
    cidr_ipv4                    = optional(string)
    cidr_ipv6                    = optional(string)
    prefix_list_id               = optional(string)
    referenced_group             = optional(string)
    referenced_security_group_id = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for rule in values(var.egress_rules) : contains(keys(var.groups), rule.group) &&
      (rule.referenced_group == null ? true : contains(keys(var.groups), rule.referenced_group))
    ])
    error_message = "The group and referenced_group of a rule must be keys of groups."
  }

  validation {
    condition = alltrue([
      for rule in values(var.egress_rules) : 1 == length([
        for peer in [rule.cidr_ipv4, rule.cidr_ipv6, rule.prefix_list_id, rule.referenced_group, rule.referenced_security_group_id] : peer
        if peer != null
      ])
    ])
    error_message = "Each rule needs exactly one of cidr_ipv4, cidr_ipv6, prefix_list_id, referenced_group, referenced_security_group_id."
  }

  validation {
    condition     = alltrue([for rule in values(var.egress_rules) : (rule.ip_protocol == "-1") == (rule.from_port == null)])
    error_message = "Each rule needs from_port, except with ip_protocol -1 (all traffic), which takes no ports."
  }
}

variable "groups" {
  description = "Security groups by name; the description says what the group is for; AWS keeps the first one, a later one is in the tag Description."
  type = map(object({
    description = string
  }))

  validation {
    condition     = alltrue([for key in keys(var.groups) : can(regex("^[a-z][a-z0-9-]*$", key))])
    error_message = "The names of groups must have lower-case letters, digits or hyphens and begin with a letter."
  }
}

variable "ingress_rules" {
  description = "Inbound rules by name. Each names its group and one source: cidr_ipv4, cidr_ipv6, prefix_list_id, referenced_group (key in groups) or referenced_security_group_id. Without rules a group receives nothing."
  type = map(object({
    group                        = string
    description                  = string
    ip_protocol                  = optional(string, "tcp")
    from_port                    = optional(number)
    to_port                      = optional(number)
    cidr_ipv4                    = optional(string)
    cidr_ipv6                    = optional(string)
    prefix_list_id               = optional(string)
    referenced_group             = optional(string)
    referenced_security_group_id = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for rule in values(var.ingress_rules) : contains(keys(var.groups), rule.group) &&
      (rule.referenced_group == null ? true : contains(keys(var.groups), rule.referenced_group))
    ])
    error_message = "The group and referenced_group of a rule must be keys of groups."
  }

  validation {
    condition = alltrue([
      for rule in values(var.ingress_rules) : 1 == length([
        for peer in [rule.cidr_ipv4, rule.cidr_ipv6, rule.prefix_list_id, rule.referenced_group, rule.referenced_security_group_id] : peer
        if peer != null
      ])
    ])
    error_message = "Each rule needs exactly one of cidr_ipv4, cidr_ipv6, prefix_list_id, referenced_group, referenced_security_group_id."
  }

  validation {
    condition     = alltrue([for rule in values(var.ingress_rules) : (rule.ip_protocol == "-1") == (rule.from_port == null)])
    error_message = "Each rule needs from_port, except with ip_protocol -1 (all traffic), which takes no ports."
  }

  validation {
    condition = alltrue([
      for rule in values(var.ingress_rules) : (
        !can(regex("/0$", coalesce(rule.cidr_ipv4, rule.cidr_ipv6, "none"))) ||
        (
          rule.from_port != null &&
          coalesce(rule.to_port, rule.from_port, -1) == coalesce(rule.from_port, -1) &&
          contains(var.open_ports, coalesce(rule.from_port, -1))
        )
      )
    ])
    error_message = "Only single ports in open_ports (80 and 443 by default) may be open to the whole internet."
  }
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 48 lower-case letters, digits or hyphens, begin with a letter and not end with a hyphen."
  }

  validation {
    condition     = !startswith(var.name, "sg-")
    error_message = "The name must not begin with sg-, which AWS keeps for identifiers."
  }
}

variable "open_ports" {
  description = "Ports that inbound rules may open to the whole internet."
  type        = set(number)
  default     = [80, 443]
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
