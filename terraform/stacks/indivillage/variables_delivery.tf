variable "application_repository" {
  description = "Repository of the application on GitHub, as owner/name, whose workflow releases."
  type        = string
  default     = "IndiVillage/application"
  nullable    = false
}

variable "artifact_retention_days" {
  description = "Number of days that code, results of builds and revisions of the web tier are kept."
  type        = number
  default     = 90
  nullable    = false
}

variable "build_source" {
  description = "Connection of CodeConnections, which somebody has confirmed in the console once, and the address of the repository that is built; null builds what a release puts into the bucket."
  type = object({
    connection_arn = string
    location       = string
  })
  default = null
}

variable "canary" {
  description = "Percent of the traffic that a new version gets first, and minutes until it gets the rest."
  type = object({
    minutes = optional(number, 5)
    percent = optional(number, 10)
  })
  default  = {}
  nullable = false
}

variable "feature_flags_enabled" {
  description = "Whether there is a place for feature flags."
  type        = bool
  default     = true
  nullable    = false
}

variable "github_repository" {
  description = "Repository of the infrastructure on GitHub, as owner/name."
  type        = string
  default     = "IndiVillage/infrastructure"
  nullable    = false
}

variable "manage_identity_provider" {
  description = "Whether this stack makes the provider of the tokens of GitHub, of which an account has one."
  type        = bool
  default     = true
  nullable    = false
}

variable "release_error_limit" {
  description = "Answers with an error in a minute beyond which a release goes back."
  type        = number
  default     = 10
  nullable    = false
}

variable "releases_shifted" {
  description = "Whether CodeDeploy releases the API blue-green, and functions by their alias; false leaves both to Terraform and the rolling updates of ECS. Another value makes service and aliases anew unless their state is moved."
  type        = bool
  default     = true
  nullable    = false
}
