variable "destinations" {
  description = "Where the bastion leads, by a name of your choice: a security group and a port; the group has to let the bastion in."
  type = map(object({
    port              = number
    security_group_id = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for destination in values(var.destinations) : destination.port >= 1 && destination.port <= 65535])
    error_message = "The port of a destination must be between 1 and 65535."
  }
}

variable "https_cidr_block" {
  description = "IPv4 block that the bastion calls on port 443, for Systems Manager and packages; the block of the VPC where it has endpoints for them."
  type        = string
  default     = "0.0.0.0/0"
  nullable    = false

  validation {
    condition     = can(cidrnetmask(var.https_cidr_block))
    error_message = "https_cidr_block must be an IPv4 block."
  }
}

variable "image_id" {
  description = "Identifier of the machine image, or resolve:ssm: and the name of a parameter that holds it; null takes the current Amazon Linux 2023."
  type        = string
  default     = null

  validation {
    condition     = var.image_id == null ? true : can(regex("^(ami-[0-9a-f]{8}([0-9a-f]{9})?|resolve:ssm:[A-Za-z0-9/_.:-]+)$", var.image_id))
    error_message = "image_id must be an image such as ami-0a1b2c3d4e5f60718, or resolve:ssm: and the name of a parameter."
  }
}

variable "inline_policies" {
  description = "Policies of the bastion's role beside that of Session Manager, as JSON, by name."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "instance_type" {
  description = "Type of the instance, such as t3.micro."
  type        = string
  default     = "t3.micro"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]*\\.[a-z0-9-]+$", var.instance_type))
    error_message = "instance_type must be a type such as t3.micro."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the data; null uses the key that AWS manages."
  type        = string
  default     = null
}

variable "max_instance_lifetime_days" {
  description = "Number of days after which the host is replaced by one of the current image."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.max_instance_lifetime_days >= 1 && var.max_instance_lifetime_days <= 365
    error_message = "max_instance_lifetime_days must be between 1 and 365."
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

variable "permissions_boundary_arn" {
  description = "ARN of the policy that caps the rights of the role; null sets no boundary."
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

variable "setup_commands" {
  description = "Commands of the shell that run at the first start, after the hardening; everybody who may describe the launch template can read them."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "ssh_cidr_blocks" {
  description = "IPv4 blocks that reach the bastion over SSH from outside, by a name of your choice; it then has a public address, in public subnets. Empty leaves Session Manager alone."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for block in values(var.ssh_cidr_blocks) : can(cidrnetmask(block)) && can(regex("/(1[6-9]|2[0-9]|3[0-2])$", block))
    ])
    error_message = "ssh_cidr_blocks must be IPv4 blocks with a prefix between /16 and /32: SSH is not for everybody."
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

variable "vpc_id" {
  description = "Identifier of the VPC."
  type        = string
}
