variable "queue_max_receive_count" {
  description = "Number of receives after which a message is moved to the dead letters of its queue."
  type        = number
  default     = 5
  nullable    = false
}
