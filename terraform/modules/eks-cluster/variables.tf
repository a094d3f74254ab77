variable "access" {
  description = "Who may use the cluster, by a key of the caller: a role, a policy of EKS for the namespaces or the whole cluster, and groups that roles within the cluster name."
  type = map(object({
    kubernetes_groups = optional(list(string), [])
    namespaces        = optional(list(string), [])
    policy            = optional(string)
    principal_arn     = string
  }))
  nullable = false

  # https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
  validation {
    condition = alltrue([
      for one in values(var.access) : one.policy == null ? true : contains([
        "AmazonEKSAdminPolicy", "AmazonEKSAdminViewPolicy", "AmazonEKSClusterAdminPolicy", "AmazonEKSEditPolicy", "AmazonEKSViewPolicy",
      ], one.policy)
    ])
    error_message = "policy must be AmazonEKSAdminPolicy, AmazonEKSAdminViewPolicy, AmazonEKSClusterAdminPolicy, AmazonEKSEditPolicy or AmazonEKSViewPolicy."
  }

  validation {
    condition     = anytrue([for one in values(var.access) : one.policy == "AmazonEKSClusterAdminPolicy" && length(one.namespaces) == 0])
    error_message = "access must name somebody with AmazonEKSClusterAdminPolicy for the whole cluster: nobody else has a way in."
  }

  validation {
    condition     = alltrue([for one in values(var.access) : one.policy != null || length(one.kubernetes_groups) > 0])
    error_message = "Each of access must have a policy or kubernetes_groups."
  }

  # https://docs.aws.amazon.com/eks/latest/userguide/create-k8s-group-access-entry.html
  validation {
    condition     = alltrue([for one in values(var.access) : alltrue([for group in one.kubernetes_groups : !can(regex("^(system|eks|aws|amazon|iam):", group))])])
    error_message = "kubernetes_groups must not begin with system:, eks:, aws:, amazon: or iam:."
  }
}

variable "addons" {
  description = "Add-ons that EKS installs, by name: a version (null: the default for the cluster's), and a configuration in JSON."
  type = map(object({
    configuration = optional(string)
    version       = optional(string)
  }))
  default = {
    "coredns"                = {}
    "eks-pod-identity-agent" = {}
    "kube-proxy"             = {}
    "vpc-cni"                = {}
  }
  nullable = false
}

variable "extended_support_enabled" {
  description = "Whether a Kubernetes version is kept for 12 months after its support has ended, at a higher price; otherwise EKS installs the next one."
  type        = bool
  default     = false
  nullable    = false
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the data."
  type        = string
  nullable    = false
}

variable "kubernetes_version" {
  description = "Version of Kubernetes of control plane and nodes; it rises by one at a time, and never falls."
  type        = string
  default     = "1.35"
  nullable    = false

  validation {
    condition     = can(regex("^1\\.(2[89]|[3-9][0-9])$", var.kubernetes_version))
    error_message = "kubernetes_version must be 1.28 or newer, such as 1.35."
  }
}

variable "log_retention_days" {
  description = "Number of days that log events are kept."
  type        = number
  default     = 365
  nullable    = false

  validation {
    condition = contains([
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
    ], var.log_retention_days)
    error_message = "log_retention_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653."
  }
}

variable "log_types" {
  description = "Logs of the control plane that are kept."
  type        = list(string)
  default     = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
  nullable    = false

  validation {
    condition     = alltrue([for type in var.log_types : contains(["api", "audit", "authenticator", "controllerManager", "scheduler"], type)])
    error_message = "log_types must contain only api, audit, authenticator, controllerManager and scheduler."
  }
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name))
    error_message = "name must have 3 to 48 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "node_groups" {
  description = "Groups of nodes by name: image, price, types of instances, gigabytes of their disk, how many there are, and labels and taints by which pods are placed. An autoscaler changes desired_size, so another one has no effect on a group that exists."
  type = map(object({
    ami_type       = optional(string, "AL2023_x86_64_STANDARD")
    capacity_type  = optional(string, "ON_DEMAND")
    desired_size   = optional(number)
    disk_gb        = optional(number, 50)
    instance_types = list(string)
    labels         = optional(map(string), {})
    max_size       = number
    min_size       = number
    taints = optional(map(object({
      effect = string
      value  = optional(string)
    })), {})
  }))
  nullable = false

  # https://github.com/maddevsio/aws-eks-base/issues/112
  validation {
    condition     = length(var.node_groups) >= 1
    error_message = "node_groups must be one at least: the add-on coredns is never ready without nodes."
  }

  validation {
    condition     = alltrue([for key in keys(var.node_groups) : can(regex("^[a-z][a-z0-9-]{0,33}[a-z0-9]$", key))])
    error_message = "Keys of node_groups must have 2 to 35 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen."
  }

  validation {
    condition     = alltrue([for group in values(var.node_groups) : can(regex("^(AL2023|BOTTLEROCKET)_(x86_64|ARM_64)(_STANDARD|_NVIDIA|_NEURON|_FIPS)?$", group.ami_type))])
    error_message = "ami_type must be one of Amazon Linux 2023 or Bottlerocket, such as AL2023_x86_64_STANDARD."
  }

  validation {
    condition     = alltrue([for group in values(var.node_groups) : contains(["ON_DEMAND", "SPOT"], group.capacity_type)])
    error_message = "capacity_type must be ON_DEMAND or SPOT."
  }

  validation {
    condition     = alltrue([for group in values(var.node_groups) : group.disk_gb >= 20 && group.disk_gb <= 16384])
    error_message = "disk_gb must be between 20 and 16384."
  }

  validation {
    condition     = alltrue([for group in values(var.node_groups) : length(group.instance_types) >= 1 && length(group.instance_types) <= 20])
    error_message = "instance_types must be 1 to 20."
  }

  validation {
    condition     = alltrue([for group in values(var.node_groups) : group.min_size >= 0 && group.max_size >= 1 && group.min_size <= group.max_size])
    error_message = "min_size must be 0 or more, max_size 1 or more, and min_size not above max_size."
  }

  validation {
    condition = alltrue([
      for group in values(var.node_groups) : group.desired_size == null ? true : group.desired_size >= group.min_size && group.desired_size <= group.max_size
    ])
    error_message = "desired_size must be between min_size and max_size."
  }

  validation {
    condition = alltrue([
      for group in values(var.node_groups) : alltrue([for taint in values(group.taints) : contains(["NO_EXECUTE", "NO_SCHEDULE", "PREFER_NO_SCHEDULE"], taint.effect)])
    ])
    error_message = "effect must be NO_EXECUTE, NO_SCHEDULE or PREFER_NO_SCHEDULE."
  }
}

variable "node_kms_key_arn" {
  description = "ARN of the KMS key that encrypts the disks of the nodes, whose policy lets the service-linked role of Auto Scaling use it; null uses the key that the account has for disks."
  type        = string
  default     = null
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds what the roles may do; null sets none."
  type        = string
  default     = null
}

variable "pod_roles" {
  description = "Roles of pods by a key of the caller: the service account, in its namespace, that takes the role. The role trusts pods.eks.amazonaws.com."
  type = map(object({
    namespace       = string
    role_arn        = string
    service_account = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(var.pod_roles) == 0 || contains(keys(var.addons), "eks-pod-identity-agent")
    error_message = "pod_roles need the add-on eks-pod-identity-agent."
  }
}

variable "public_access_cidr_blocks" {
  description = "Networks from which the API is reached over the internet; without any it is reached from the VPC only."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for block in var.public_access_cidr_blocks : can(cidrhost(block, 0)) && !endswith(block, "/0")])
    error_message = "public_access_cidr_blocks must be CIDR blocks, and not the whole internet."
  }
}

variable "security_group_ids" {
  description = "Identifiers of the security groups."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "subnet_ids" {
  description = "Identifiers of the subnets."
  type        = list(string)
  nullable    = false
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
