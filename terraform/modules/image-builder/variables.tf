variable "architecture" {
  description = "Architecture of the instances: x86_64, or arm64 for Graviton."
  type        = string
  default     = "x86_64"
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be one of arm64, x86_64."
  }
}

variable "aws_components" {
  description = "Names of AWS's components that the image gets, in this order, before those of your own."
  type        = list(string)
  default     = ["update-linux", "amazon-cloudwatch-agent-linux"]
  nullable    = false

  validation {
    condition     = alltrue([for name in var.aws_components : can(regex("^[a-z0-9-]+$", name))])
    error_message = "aws_components must be names such as update-linux."
  }
}

variable "components" {
  description = "Components of your own, by a key of the caller and in its order, as YAML; everybody who may describe a component can read it. The key hardening replaces the hardening of the module."
  type        = map(string)
  default     = {}
  nullable    = false

  # https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_CreateComponent.html
  validation {
    condition     = alltrue([for data in values(var.components) : length(data) <= 16000])
    error_message = "A component must have 16000 characters at most."
  }
}

variable "copies" {
  description = "Further regions that get the image, by region, each with a key of its own region; null uses the key that AWS manages."
  type = map(object({
    kms_key_arn = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for region in keys(var.copies) : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", region))])
    error_message = "The keys of copies must be regions such as us-west-2."
  }
}

variable "enabled" {
  description = "Whether the pipeline runs by its schedule; without, somebody starts it."
  type        = bool
  default     = true
  nullable    = false
}

variable "instance_type" {
  description = "Type of the instance that builds; null takes a small one of the architecture."
  type        = string
  default     = null
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the image where it is built; null uses the key that AWS manages."
  type        = string
  default     = null
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name))
    error_message = "name must have 3 to 48 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "notification_topic_arn" {
  description = "ARN of the topic that hears of each build; null tells nobody."
  type        = string
  default     = null
}

variable "only_with_updates" {
  description = "Whether the schedule builds only when there is something new in the parent image or in a component."
  type        = bool
  default     = true
  nullable    = false
}

variable "parent_image" {
  description = "Image to begin with, as an ARN of Image Builder or the identifier of a machine image; null takes the newest Amazon Linux 2023 of the architecture."
  type        = string
  default     = null
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds what the role may do; null sets none."
  type        = string
  default     = null
}

variable "root_volume_gb" {
  description = "Gigabytes of the root volume."
  type        = number
  default     = 20
  nullable    = false

  validation {
    condition     = var.root_volume_gb >= 8 && var.root_volume_gb <= 1024
    error_message = "root_volume_gb must be between 8 and 1024."
  }
}

variable "scanning_enabled" {
  description = "Whether Inspector scans each image; the account needs Inspector for EC2."
  type        = bool
  default     = false
  nullable    = false
}

variable "schedule" {
  description = "When the pipeline runs, as six fields of a cron() expression of Image Builder, in UTC."
  type        = string
  default     = "cron(0 3 ? * sun *)"
  nullable    = false

  validation {
    condition     = can(regex("^cron\\(.+\\)$", var.schedule))
    error_message = "schedule must be a cron() expression."
  }
}

variable "security_group_ids" {
  description = "Identifiers of the security groups."
  type        = list(string)
}

variable "subnet_id" {
  description = "Identifier of the subnet that images are built in; it reaches Systems Manager and the sources of packages."
  type        = string
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "test_timeout_minutes" {
  description = "Minutes after which the tests of an image have failed."
  type        = number
  default     = 90
  nullable    = false

  validation {
    condition     = var.test_timeout_minutes >= 60 && var.test_timeout_minutes <= 1440
    error_message = "test_timeout_minutes must be between 60 and 1440."
  }
}
