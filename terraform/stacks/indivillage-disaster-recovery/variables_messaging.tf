variable "job_timeout_seconds" {
  description = "Seconds that the worker takes for a job at most, as the stack indivillage has it."
  type        = number
  default     = 300
  nullable    = false
}

variable "upload_limits" {
  description = "What people may send, as the stack indivillage has it: ends of the names of files, their size in bytes, and for how many seconds a signed URL holds, whatever it says itself."
  type = object({
    max_bytes            = optional(number, 104857600)
    suffixes             = optional(list(string), [".csv", ".jpeg", ".jpg", ".json", ".mp4", ".pdf", ".png", ".txt", ".wav", ".webp", ".xlsx", ".zip"])
    url_lifetime_seconds = optional(number, 900)
  })
  default  = {}
  nullable = false

  validation {
    condition     = length(var.upload_limits.suffixes) > 0 && alltrue([for suffix in var.upload_limits.suffixes : can(regex("^\\.[a-z0-9]+$", suffix))])
    error_message = "There must be suffixes, each a dot and lower-case letters or digits, such as .pdf."
  }
}

variable "upload_retention_days" {
  description = "Number of days that uploads are kept here: until the primary region is back, so that its functions can look at them."
  type        = number
  default     = 30
  nullable    = false
}
