variable "replicate" {
  description = "Whether backups and objects are copied to the replica region."
  type        = bool
  default     = false
  nullable    = false
}
