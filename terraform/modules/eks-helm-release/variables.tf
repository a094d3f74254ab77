variable "chart" {
  description = "Chart that is installed: its name in repository, an address that begins with oci://, or a directory."
  type        = string
  nullable    = false
}

variable "chart_version" {
  description = "Version of the chart, written out; null takes that of a directory."
  type        = string
  default     = null

  validation {
    condition     = var.chart_version == null ? true : can(regex("^v?[0-9]+\\.[0-9]+\\.[0-9]+([-+][0-9A-Za-z.+-]+)?$", var.chart_version))
    error_message = "chart_version must be one version, such as 1.2.3: a range lets another chart in by itself."
  }

  validation {
    condition     = var.chart_version != null || (var.repository == null && !startswith(var.chart, "oci://"))
    error_message = "chart_version must be given for a chart that is not a directory."
  }
}

variable "max_history" {
  description = "Number of revisions that are kept to go back to."
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = var.max_history >= 2
    error_message = "max_history must be 2 or more, or there is nothing to go back to."
  }
}

variable "name" {
  description = "Name of the release; lower-case letters, digits and hyphens."
  type        = string
  nullable    = false

  # https://helm.sh/docs/chart_template_guide/getting_started/
  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,51}[a-z0-9])?$", var.name))
    error_message = "name must have 1 to 53 lower-case letters, digits and hyphens, and neither begin nor end with a hyphen."
  }
}

variable "namespace" {
  description = "Namespace of the release, which is there beforehand."
  type        = string
  nullable    = false
}

variable "repository" {
  description = "URL of the repository that has the chart; null for a directory or an address that begins with oci://."
  type        = string
  default     = null

  validation {
    condition     = var.repository == null ? true : startswith(var.repository, "https://")
    error_message = "repository must begin with https://."
  }
}

variable "secret_values" {
  description = "Values that are secret, by their path in the chart; they are sent with each release and never stored by Terraform, but the cluster keeps them."
  type        = map(string)
  default     = {}
  ephemeral   = true
  nullable    = false
  sensitive   = true
}

variable "secret_values_version" {
  description = "Number to raise when secret_values have changed."
  type        = number
  default     = 1
  nullable    = false
}

variable "timeout_seconds" {
  description = "Seconds after which a release that is not ready is taken back."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.timeout_seconds >= 1
    error_message = "timeout_seconds must be 1 or more."
  }
}

variable "values" {
  description = "Values of the chart as texts of YAML, such as yamlencode gives them; later ones win."
  type        = list(string)
  default     = []
  nullable    = false
}
