variable "backups" {
  description = "How often stores are backed up and for how many days that is kept, by how much their loss would hurt: critical (the database) and standard (shared files)."
  type = map(object({
    retention_days = number
    schedule       = string
  }))

  validation {
    condition     = toset(keys(var.backups)) == toset(["critical", "standard"])
    error_message = "Backups are critical and standard."
  }

  validation {
    condition     = try(var.backups["critical"].retention_days >= var.backups["standard"].retention_days, true)
    error_message = "What is critical is kept as long as the rest at least."
  }
}

variable "export_schedule" {
  description = "When the database and the settings are exported to the bucket for backups, as a cron() or rate() expression."
  type        = string
  default     = "cron(30 5 * * ? *)"
  nullable    = false
}

variable "restore_testing_schedule" {
  description = "When it is tried to restore the database and the shared files, as a cron() expression; null tests nothing."
  type        = string
  default     = null
}

variable "snapshot_retention_days" {
  description = "Number of days that snapshots of volumes are kept."
  type        = number
  default     = 14
  nullable    = false
}

variable "state_bucket" {
  description = "Bucket of the Terraform state, from which the nightly export copies the state of this environment; null copies none."
  type        = string
  default     = null
}

variable "state_key_alias" {
  description = "Alias of the key of the Terraform state, which terraform/bootstrap makes."
  type        = string
  default     = "alias/terraform-state"
  nullable    = false
}
