variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the data; null uses the key that AWS manages."
  type        = string
  default     = null
}

variable "parameters" {
  description = "Settings that are no secret, by their name below path, such as web/log-level: what they say, their value, its type, and a regular expression that values put in by others have to match."
  type = map(object({
    allowed_pattern = optional(string)
    description     = string
    type            = optional(string, "String")
    value           = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.parameters) : can(regex("^[a-zA-Z0-9_.-]+(/[a-zA-Z0-9_.-]+)*$", name))])
    error_message = "Keys of parameters must have letters, digits and the characters _ . - between slashes."
  }

  validation {
    condition     = alltrue([for parameter in values(var.parameters) : contains(["String", "StringList"], parameter.type)])
    error_message = "type must be String or StringList; what is secret belongs to secure_parameters."
  }

  validation {
    condition     = alltrue([for parameter in values(var.parameters) : length(parameter.value) >= 1 && length(parameter.value) <= 8192])
    error_message = "value must have 1 to 8192 characters."
  }

  # https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
  validation {
    condition     = alltrue([for parameter in values(var.parameters) : !strcontains(parameter.value, "{{")])
    error_message = "value must not hold {{, with which Parameter Store takes it for a reference to another parameter."
  }

  # https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
  validation {
    condition = alltrue([
      for name in concat(keys(var.parameters), keys(var.secure_parameters)) :
      length("${var.path}/${name}") <= 1011 && length(split("/", "${var.path}/${name}")) <= 16
    ])
    error_message = "path and a key together must have at most 1011 characters and 15 levels."
  }

  validation {
    condition     = length(setintersection(keys(var.parameters), keys(var.secure_parameters))) == 0
    error_message = "parameters and secure_parameters must not have a key in common."
  }
}

variable "path" {
  description = "Beginning of all names, with a slash in front, such as /shop/production; who reads everything below it is given one path."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^(/[a-zA-Z0-9_.-]+)+$", var.path))
    error_message = "path must begin with a slash, not end with one, and have letters, digits and the characters _ . - between them."
  }

  validation {
    condition     = !can(regex("^/(?i:aws|ssm)", var.path))
    error_message = "path must not begin with aws or ssm, which are names of AWS."
  }
}

variable "secure_parameters" {
  description = "Secrets by their name below path: what they say, and the number to raise when their value in secure_values has changed."
  type = map(object({
    description   = string
    value_version = optional(number, 1)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.secure_parameters) : can(regex("^[a-zA-Z0-9_.-]+(/[a-zA-Z0-9_.-]+)*$", name))])
    error_message = "Keys of secure_parameters must have letters, digits and the characters _ . - between slashes."
  }

  # What somebody has put in by hand would be overwritten.
  validation {
    condition = alltrue([
      for name, parameter in var.secure_parameters : parameter.value_version == 1 || contains(keys(var.secure_values), name)
    ])
    error_message = "secure_parameters with a value_version other than 1 need their value in secure_values."
  }
}

variable "secure_values" {
  description = "Values of secure_parameters by name; they are sent once and never stored by Terraform. One that has none here holds not-set until somebody puts it in."
  type        = map(string)
  default     = {}
  ephemeral   = true
  nullable    = false
  sensitive   = true
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
