variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 48 lower-case letters, digits or hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "protections" {
  description = "What is protected by name: distributions, load balancers, hosted zones, accelerators and elastic addresses. automatic_response has Shield write rules (BLOCK or COUNT) into the web ACL that is in front of a distribution or a load balancer; health_check tells it how well the resource does."
  type = map(object({
    resource_arn       = string
    automatic_response = optional(string)
    health_check       = optional(object({ arn = string }))
  }))
  nullable = false

  validation {
    condition     = length(var.protections) > 0
    error_message = "There must be something to protect."
  }

  validation {
    condition     = alltrue([for key in keys(var.protections) : can(regex("^[a-z][a-z0-9-]{0,63}$", key))])
    error_message = "The names of protections must have at most 64 lower-case letters, digits or hyphens and begin with a letter."
  }

  validation {
    condition = alltrue([
      for protection in values(var.protections) : can(regex(
        "^arn:[a-z-]+:(cloudfront::[0-9]{12}:distribution|ec2:[a-z0-9-]+:[0-9]{12}:eip-allocation|elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:loadbalancer|globalaccelerator::[0-9]{12}:accelerator|route53:::hostedzone)/",
        protection.resource_arn,
      ))
    ])
    error_message = "Shield Advanced protects CloudFront distributions, load balancers, hosted zones, accelerators and the allocations of elastic addresses."
  }

  validation {
    condition = alltrue([
      for protection in values(var.protections) : protection.automatic_response == null ? true : contains(["BLOCK", "COUNT"], protection.automatic_response)
    ])
    error_message = "The automatic_response must be one of BLOCK, COUNT."
  }

  validation {
    condition = alltrue([
      for protection in values(var.protections) :
      protection.automatic_response == null || can(regex("distribution/|:loadbalancer/app/", protection.resource_arn))
    ])
    error_message = "Only a distribution or an Application Load Balancer, with a web ACL in front of it, has an automatic_response."
  }

  validation {
    condition = alltrue([
      for protection in values(var.protections) : protection.health_check == null || !strcontains(protection.resource_arn, ":hostedzone/")
    ])
    error_message = "A hosted zone has no health_check of its own."
  }
}

variable "subscription" {
  description = "Subscribes the account to Shield Advanced, which is paid for a year and cannot be ended before; renewed goes on after it. null takes the account as subscribed, by itself or by its organisation."
  type = object({
    renewed = optional(bool, false)
  })
  default = null
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
