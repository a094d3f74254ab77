variable "database_hours" {
  description = "When the database starts and stops, as cron() or rate() expressions in timezone; null lets it run. That of production always runs. What is stopped is not backed up."
  type = object({
    start    = optional(string, "cron(0 6 ? * MON-FRI *)")
    stop     = optional(string, "cron(0 20 ? * MON-FRI *)")
    timezone = optional(string, "UTC")
  })
  default = null
}

variable "patch_install_schedule" {
  description = "When patches are installed without a window, as a rate() or cron() expression; null installs in windows only."
  type        = string
  default     = null
}

variable "patch_schedules" {
  description = "When windows of two hours open in which patches are installed, by the end of the window's name, as cron() expressions in UTC."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "session_document_name" {
  description = "Name of the preferences of Session Manager. The default holds for every session of the account in the region, which has it once: import it where the console has made it."
  type        = string
  default     = "SSM-SessionManagerRunShell"
  nullable    = false
}
