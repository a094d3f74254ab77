variable "annotations" {
  description = "Annotations of the namespace."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "container_limits" {
  description = "Processor and memory that a container has at most, and is placed by, where it says neither; null sets none."
  type = object({
    cpu            = string
    cpu_request    = string
    memory         = string
    memory_request = string
  })
  default = null
}

variable "ingress_namespaces" {
  description = "Further namespaces whose pods reach those of this one, such as that of an ingress controller; pods of the namespace itself reach each other."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "labels" {
  description = "Labels of the namespace."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for label in keys(var.labels) : !startswith(label, "pod-security.kubernetes.io/")])
    error_message = "labels must not say what pod_security_level does."
  }
}

variable "name" {
  description = "Name of the namespace; lower-case letters, digits and hyphens."
  type        = string
  nullable    = false

  # https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.name))
    error_message = "name must have 1 to 63 lower-case letters, digits and hyphens, and neither begin nor end with a hyphen."
  }

  validation {
    condition     = var.name != "default" && !startswith(var.name, "kube-")
    error_message = "name must not be default or begin with kube-, which are namespaces of Kubernetes."
  }
}

variable "pod_security_level" {
  description = "Standard that pods have to meet: restricted, baseline, or privileged, which asks for nothing."
  type        = string
  default     = "restricted"
  nullable    = false

  # https://kubernetes.io/docs/concepts/security/pod-security-standards/
  validation {
    condition     = contains(["baseline", "privileged", "restricted"], var.pod_security_level)
    error_message = "pod_security_level must be baseline, privileged or restricted."
  }
}

variable "quota" {
  description = "What all pods of the namespace may ask for together, such as pods or requests.cpu; an empty map bounds nothing."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "service_accounts" {
  description = "Service accounts by name: their annotations, and whether their pods get a token for the API of the cluster. A role of AWS is given to one by pod_roles of eks-cluster."
  type = map(object({
    annotations   = optional(map(string), {})
    token_mounted = optional(bool, false)
  }))
  default  = {}
  nullable = false
}
