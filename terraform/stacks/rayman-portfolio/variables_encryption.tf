variable "replicate" {
  description = "Whether backups of the database are copied to the replica region."
  type        = bool
  default     = false
  nullable    = false
}
