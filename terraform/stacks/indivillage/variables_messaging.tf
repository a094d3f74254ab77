variable "event_archive_days" {
  description = "Number of days for which events of the system can be read again; 0 keeps them for ever."
  type        = number
  default     = 30
  nullable    = false
}

variable "image_suffixes" {
  description = "Ends of the names of images among the uploads, which are optimised as well."
  type        = list(string)
  default     = [".jpeg", ".jpg", ".png", ".webp"]
  nullable    = false

  validation {
    condition     = alltrue([for suffix in var.image_suffixes : can(regex("^\\.[a-z0-9]+$", suffix))])
    error_message = "A suffix must be a dot and lower-case letters or digits, such as .png."
  }
}

variable "job_timeout_seconds" {
  description = "Seconds that the worker takes for a job at most."
  type        = number
  default     = 300
  nullable    = false
}

variable "notification_receivers" {
  description = "Who hears of notifications beside the queue of the e-mails, by a name of your choice: an address by email, a number by sms, a URL by https. kinds are those that the receiver wants; none wants all."
  type = map(object({
    endpoint = string
    kinds    = optional(list(string), [])
    protocol = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for receiver in values(var.notification_receivers) : contains(["email", "https", "sms"], receiver.protocol)])
    error_message = "The protocol of a receiver must be one of email, https, sms."
  }
}

variable "queue_max_receive_count" {
  description = "Number of receives after which a message is moved to the dead letters of its queue."
  type        = number
  default     = 5
  nullable    = false
}
