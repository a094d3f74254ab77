variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "approval_rules" {
  description = "What is installed, by a key of the caller: patches of these classifications and severities (all, where none is listed), so many days after they came out."
  type = map(object({
    approve_after_days  = optional(number, 7)
    classifications     = optional(list(string), [])
    compliance_level    = optional(string, "CRITICAL")
    enable_non_security = optional(bool, false)
    severities          = optional(list(string), [])
  }))
  default = {
    bugs     = { classifications = ["Bugfix"], compliance_level = "MEDIUM", enable_non_security = true }
    security = { classifications = ["Security"], severities = ["Critical", "Important"] }
  }
  nullable = false

  validation {
    condition     = length(var.approval_rules) >= 1 && length(var.approval_rules) <= 10
    error_message = "There must be 1 to 10 approval_rules."
  }

  validation {
    condition     = alltrue([for rule in values(var.approval_rules) : rule.approve_after_days >= 0 && rule.approve_after_days <= 360])
    error_message = "approve_after_days must be between 0 and 360."
  }

  validation {
    condition = alltrue([
      for rule in values(var.approval_rules) :
      contains(["CRITICAL", "HIGH", "INFORMATIONAL", "LOW", "MEDIUM", "UNSPECIFIED"], rule.compliance_level)
    ])
    error_message = "compliance_level must be one of CRITICAL, HIGH, INFORMATIONAL, LOW, MEDIUM, UNSPECIFIED."
  }

  validation {
    condition     = alltrue([for rule in values(var.approval_rules) : length(rule.classifications) + length(rule.severities) > 0])
    error_message = "A rule must list classifications or severities."
  }
}

variable "associations" {
  description = "Further documents that run on the instances by the clock, by a key of the caller: the name of one of AWS, or a key of documents."
  type = map(object({
    document_name = string
    parameters    = optional(map(string), {})
    schedule      = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(setintersection(keys(var.associations), ["install", "scan"])) == 0
    error_message = "The keys install and scan are those of install_schedule and scan_schedule."
  }

  validation {
    condition     = alltrue([for association in values(var.associations) : can(regex("^(cron|rate)\\(.+\\)$", association.schedule))])
    error_message = "The schedule of an association must be a cron() or rate() expression."
  }
}

variable "documents" {
  description = "Documents for tasks of every day, by the end of their name: what they do, as YAML or JSON, and whether people or events start them (Automation) or instances run them (Command)."
  type = map(object({
    content = string
    format  = optional(string, "YAML")
    type    = optional(string, "Automation")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for document in values(var.documents) : contains(["JSON", "YAML"], document.format)])
    error_message = "The format of a document must be one of JSON, YAML."
  }

  validation {
    condition     = alltrue([for document in values(var.documents) : contains(["Automation", "Command"], document.type)])
    error_message = "The type of a document must be one of Automation, Command."
  }
}

variable "install_schedule" {
  description = "When patches are installed without a window, as a rate() or cron() expression; null installs in windows only."
  type        = string
  default     = null

  validation {
    condition     = var.install_schedule == null ? true : can(regex("^(cron|rate)\\(.+\\)$", var.install_schedule))
    error_message = "install_schedule must be a cron() or rate() expression."
  }
}

variable "log_kms_key_arn" {
  description = "ARN of the KMS key that encrypts the log groups; null uses the key that AWS manages."
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

variable "operating_system" {
  description = "Operating system of the instances, as Patch Manager calls it; it cannot be changed later."
  type        = string
  default     = "AMAZON_LINUX_2023"
  nullable    = false

  validation {
    condition     = contains(["AMAZON_LINUX_2", "AMAZON_LINUX_2023", "REDHAT_ENTERPRISE_LINUX", "ROCKY_LINUX"], var.operating_system)
    error_message = "operating_system must be one of AMAZON_LINUX_2, AMAZON_LINUX_2023, REDHAT_ENTERPRISE_LINUX, ROCKY_LINUX."
  }
}

variable "patch_groups" {
  description = "Values of the tag PatchGroup: instances that carry one of them are patched."
  type        = set(string)

  validation {
    condition     = length(var.patch_groups) >= 1 && length(var.patch_groups) <= 5
    error_message = "There must be 1 to 5 patch_groups, because an association names five values at most."
  }

  validation {
    condition     = alltrue([for group in var.patch_groups : can(regex("^[A-Za-z0-9_.:/=+@-]{1,256}$", group))])
    error_message = "patch_groups must have letters, digits and _.:/=+@- only."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds what the role may do; null sets none."
  type        = string
  default     = null
}

variable "rejected_patches" {
  description = "Names of patches that are never installed, not even as what another one needs."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "scan_schedule" {
  description = "When instances report what is missing, as a rate() or cron() expression; null never."
  type        = string
  default     = "rate(1 day)"
  nullable    = true

  validation {
    condition     = var.scan_schedule == null ? true : can(regex("^(cron|rate)\\(.+\\)$", var.scan_schedule))
    error_message = "scan_schedule must be a cron() or rate() expression."
  }
}

variable "sessions" {
  description = "Preferences of Session Manager: when a session ends, the key that encrypts it on its way beside TLS, and the user that it runs as. SSM-SessionManagerRunShell holds for every session of the account in the region, which has it once; another name has to be asked for. null leaves them as they are."
  type = object({
    document_name = optional(string, "SSM-SessionManagerRunShell")
    encryption    = optional(object({ kms_key_arn = string }))
    idle_minutes  = optional(number, 20)
    max_minutes   = optional(number, 480)
    user          = optional(string)
  })
  default = null

  validation {
    condition     = var.sessions == null ? true : var.sessions.idle_minutes >= 1 && var.sessions.idle_minutes <= 60
    error_message = "idle_minutes must be between 1 and 60."
  }

  validation {
    condition     = var.sessions == null ? true : var.sessions.max_minutes >= 1 && var.sessions.max_minutes <= 1440
    error_message = "max_minutes must be between 1 and 1440."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "windows" {
  description = "When patches are installed, by the end of the window's name: how long it is open, how many hours before its end nothing new begins, and on how many instances at once. A rate() counts from start_date, or from the day of a change where that is past."
  type = map(object({
    cutoff_hours    = optional(number, 1)
    duration_hours  = optional(number, 2)
    max_concurrency = optional(string, "50%")
    max_errors      = optional(string, "10%")
    reboot          = optional(bool, true)
    schedule        = string
    start_date      = optional(string)
    timezone        = optional(string, "UTC")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for window in values(var.windows) : can(regex("^(cron|rate)\\(.+\\)$", window.schedule))])
    error_message = "The schedule of a window must be a cron() or rate() expression."
  }

  validation {
    condition     = alltrue([for window in values(var.windows) : window.duration_hours <= 24])
    error_message = "duration_hours must be 24 at most."
  }

  validation {
    condition     = alltrue([for window in values(var.windows) : window.cutoff_hours >= 0 && window.cutoff_hours < window.duration_hours])
    error_message = "cutoff_hours must be 0 or more, and less than duration_hours."
  }

  validation {
    condition = alltrue(flatten([
      for window in values(var.windows) : [
        for share in [window.max_concurrency, window.max_errors] : can(regex("^([1-9][0-9]?%|100%|[0-9]{1,7})$", share))
      ]
    ]))
    error_message = "max_concurrency and max_errors must be a number, or a percentage such as 50%."
  }
}
