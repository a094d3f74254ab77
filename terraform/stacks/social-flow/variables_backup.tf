variable "backup_lock_days" {
  description = "Number of days that the vaults let no recovery point be kept shorter; null sets no lock."
  type        = number
  default     = null
}

variable "restore_testing_schedule" {
  description = "When restoring the database is tested, as a cron() expression; null tests nothing."
  type        = string
  default     = null
}
