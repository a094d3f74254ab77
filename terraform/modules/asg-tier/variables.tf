variable "architecture" {
  description = "Architecture of the instances: x86_64, or arm64 for Graviton."
  type        = string
  default     = "x86_64"
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be one of arm64, x86_64."
  }
}

variable "desired_count" {
  description = "Number of instances to begin with; policies and schedules move it later. null begins with min_count."
  type        = number
  default     = null

  validation {
    condition     = var.desired_count == null ? true : var.desired_count >= var.min_count && var.desired_count <= var.max_count
    error_message = "desired_count must be between min_count and max_count."
  }
}

variable "detailed_monitoring" {
  description = "Whether EC2 sends the metrics of an instance every minute instead of every five."
  type        = bool
  default     = true
  nullable    = false
}

variable "ecs_managed" {
  description = "Whether a capacity provider of ECS scales the group: instances are protected from scaling in until ECS has drained them."
  type        = bool
  default     = false
  nullable    = false
}

variable "health_check_grace_period_seconds" {
  description = "Seconds that a new instance has to become healthy."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.health_check_grace_period_seconds >= 0 && var.health_check_grace_period_seconds <= 7200
    error_message = "health_check_grace_period_seconds must be between 0 and 7200."
  }
}

variable "image_id" {
  description = "Identifier of the machine image, or resolve:ssm: and the name of a parameter that holds it; null takes the current Amazon Linux 2023 of the architecture."
  type        = string
  default     = null

  validation {
    condition     = var.image_id == null ? true : can(regex("^(ami-[0-9a-f]{8}([0-9a-f]{9})?|resolve:ssm:[A-Za-z0-9/_.:-]+)$", var.image_id))
    error_message = "image_id must be an image such as ami-0a1b2c3d4e5f60718, or resolve:ssm: and the name of a parameter."
  }
}

variable "instance_profile_arn" {
  description = "ARN of the instance profile whose role the instances act with."
  type        = string
}

variable "instance_type" {
  description = "Type of the instances, such as m5.large."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]*\\.[a-z0-9-]+$", var.instance_type))
    error_message = "instance_type must be a type such as m5.large."
  }

  # The letter g behind the number of the generation: https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
  validation {
    condition     = can(regex("^([a-z]+[0-9]+g[a-z]*|a1)\\.", var.instance_type)) == (var.architecture == "arm64")
    error_message = "instance_type must be of the architecture: Graviton, such as m7g, is arm64, everything else x86_64."
  }
}

variable "instance_warmup_seconds" {
  description = "Seconds after which a new instance counts in the metrics that policies track."
  type        = number
  default     = 120
  nullable    = false

  validation {
    condition     = var.instance_warmup_seconds >= 0 && var.instance_warmup_seconds <= 3600
    error_message = "instance_warmup_seconds must be between 0 and 3600."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the data; null uses the key that AWS manages."
  type        = string
  default     = null
}

variable "max_count" {
  description = "Number of instances that the group never exceeds."
  type        = number

  validation {
    condition     = var.max_count >= var.min_count
    error_message = "max_count must not be below min_count."
  }
}

variable "max_instance_lifetime_days" {
  description = "Number of days after which an instance is replaced, by one of the current image; null keeps instances."
  type        = number
  default     = null

  validation {
    condition     = var.max_instance_lifetime_days == null ? true : var.max_instance_lifetime_days >= 1 && var.max_instance_lifetime_days <= 365
    error_message = "max_instance_lifetime_days must be between 1 and 365."
  }
}

variable "metadata_hop_limit" {
  description = "Number of hops that answers of the metadata service go: 1 reaches the instance, 2 its containers as well."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = contains([1, 2], var.metadata_hop_limit)
    error_message = "metadata_hop_limit must be 1 or 2."
  }
}

variable "min_count" {
  description = "Number of instances that the group never falls below, but for a schedule."
  type        = number

  validation {
    condition     = var.min_count >= 0
    error_message = "min_count must not be negative."
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

variable "policies" {
  description = "What the number of instances follows, by a key of the caller: cpu in percent, requests of a target group for each instance (with its resource_label), or messages of a queue for each instance (with queue_name)."
  type = map(object({
    metric         = string
    queue_name     = optional(string)
    resource_label = optional(string)
    scale_out_only = optional(bool, false)
    target         = number
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for policy in values(var.policies) : contains(["cpu", "queue", "requests"], policy.metric)])
    error_message = "The metric of a policy must be one of cpu, queue, requests."
  }

  validation {
    condition = alltrue([
      for policy in values(var.policies) :
      (policy.metric == "queue") == (policy.queue_name != null) && (policy.metric == "requests") == (policy.resource_label != null)
    ])
    error_message = "A policy must have a queue_name exactly with the metric queue, and a resource_label exactly with requests."
  }

  validation {
    condition     = alltrue([for policy in values(var.policies) : policy.target > 0])
    error_message = "The target of a policy must be above 0."
  }

  # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ManagedScaling.html
  validation {
    condition     = !var.ecs_managed || length(var.policies) == 0
    error_message = "A group that ECS scales must have no policies of its own; let the services follow their metrics."
  }
}

variable "refresh" {
  description = "Percent of the desired number that is healthy at least, and there at most, while instances are replaced after a change."
  type = object({
    max_healthy_percent = optional(number, 200)
    min_healthy_percent = optional(number, 100)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.refresh.min_healthy_percent <= 100
    error_message = "min_healthy_percent must be 100 at most."
  }

  # https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html
  validation {
    condition     = var.refresh.max_healthy_percent >= 100 && var.refresh.max_healthy_percent - var.refresh.min_healthy_percent <= 100
    error_message = "max_healthy_percent must be 100 or more, and not more than 100 above min_healthy_percent."
  }
}

variable "root_volume" {
  description = "Root volume of an instance: the device that the image has it on, its size, and its type; iops and throughput are those of the type unless given."
  type = object({
    device_name = optional(string, "/dev/xvda")
    iops        = optional(number)
    size_gb     = optional(number, 30)
    throughput  = optional(number)
    type        = optional(string, "gp3")
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["gp2", "gp3", "io1", "io2"], var.root_volume.type)
    error_message = "The type of the root volume must be one of gp2, gp3, io1, io2."
  }

  validation {
    condition     = var.root_volume.size_gb >= 8 && var.root_volume.size_gb <= 16384
    error_message = "The size of the root volume must be between 8 and 16384 gigabytes."
  }

  # https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html
  validation {
    condition     = var.root_volume.iops == null ? true : var.root_volume.type != "gp3" || (var.root_volume.iops >= 3000 && var.root_volume.iops <= min(16000, 500 * var.root_volume.size_gb))
    error_message = "A volume of type gp3 must have between 3000 and 16000 operations, and at most 500 for each gigabyte."
  }

  validation {
    condition     = var.root_volume.throughput == null ? true : var.root_volume.type == "gp3" && var.root_volume.throughput >= 125 && var.root_volume.throughput <= min(1000, coalesce(var.root_volume.iops, 3000) / 4)
    error_message = "throughput must be that of a volume of type gp3, between 125 and 1000, and at most a quarter of its operations."
  }

  # https://docs.aws.amazon.com/ebs/latest/userguide/provisioned-iops.html
  validation {
    condition = startswith(var.root_volume.type, "io") ? (
      try(var.root_volume.iops >= 100 && var.root_volume.iops <= min(64000, (var.root_volume.type == "io1" ? 50 : 500) * var.root_volume.size_gb), false)
    ) : true
    error_message = "A volume of type io1 or io2 must have between 100 and 64000 operations, and at most 50 or 500 for each gigabyte."
  }

  validation {
    condition     = var.root_volume.type != "gp2" || var.root_volume.iops == null
    error_message = "A volume of type gp2 must have no iops: its size decides."
  }
}

variable "schedules" {
  description = "Changes of the range by the clock, by a key of the caller: when, as five fields of cron, and how many instances; a number that is left out stays."
  type = map(object({
    desired_count = optional(number)
    max_count     = optional(number)
    min_count     = optional(number)
    recurrence    = string
    timezone      = optional(string, "UTC")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for schedule in values(var.schedules) : can(regex("^\\S+( \\S+){4}$", schedule.recurrence))])
    error_message = "recurrence must have the five fields of cron, such as 0 20 * * 1-5."
  }

  validation {
    condition = alltrue([
      for schedule in values(var.schedules) :
      length([for number in [schedule.desired_count, schedule.max_count, schedule.min_count] : number if number != null]) > 0
    ])
    error_message = "A schedule must have at least one of desired_count, max_count, min_count."
  }
}

variable "security_group_ids" {
  description = "Identifiers of the security groups."
  type        = list(string)
}

variable "service_linked_role_arn" {
  description = "ARN of the role of Auto Scaling that launches the instances, which a kms_key_arn of your own must let use the key; null takes the one of the account."
  type        = string
  default     = null
}

variable "spot" {
  description = "Further instance types for Spot, how many instances are on demand at least, and what percent of the others; null runs on demand only."
  type = object({
    instance_types    = list(string)
    on_demand_base    = optional(number, 0)
    on_demand_percent = optional(number, 0)
  })
  default = null

  validation {
    condition     = var.spot == null ? true : length(var.spot.instance_types) > 0
    error_message = "Spot needs at least one further instance type, or there is nothing to turn to when one runs out."
  }

  validation {
    condition = var.spot == null ? true : alltrue([
      for type in var.spot.instance_types : can(regex("^([a-z]+[0-9]+g[a-z]*|a1)\\.", type)) == (var.architecture == "arm64")
    ])
    error_message = "The instance_types of Spot must be of the architecture."
  }

  validation {
    condition     = var.spot == null ? true : var.spot.on_demand_base >= 0
    error_message = "on_demand_base must not be negative."
  }

  validation {
    condition     = var.spot == null ? true : var.spot.on_demand_percent >= 0 && var.spot.on_demand_percent <= 100
    error_message = "on_demand_percent must be between 0 and 100."
  }
}

variable "subnet_ids" {
  description = "Identifiers of the subnets."
  type        = list(string)
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "target_group_arns" {
  description = "ARNs of the target groups that the instances belong to; their health checks decide which instance is replaced."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "user_data" {
  description = "Script that an instance runs at its first start; everybody who may describe the launch template can read it, so it names secrets and parameters and holds none."
  type        = string
  default     = null

  # https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
  validation {
    condition     = var.user_data == null ? true : length(var.user_data) <= 16384
    error_message = "user_data must have 16384 characters at most."
  }
}
