variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account id must have twelve digits."
  }
}

# A task with a launch type waits for no instance and makes no cluster grow: where instances come by a capacity provider, it fails
# whenever the services fill those that are there.
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html#ECS-RunTask-request-launchType
variable "capacity_providers" {
  description = "Capacity providers of the cluster to run on, by their name; empty uses launch_type. Instances that a provider adds when they are needed come for tasks that name it only."
  type = map(object({
    base   = optional(number, 0)
    weight = optional(number, 1)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(var.capacity_providers) <= 6
    error_message = "EventBridge takes at most 6 capacity providers."
  }
}

variable "cluster_arn" {
  description = "ARN of the cluster."
  type        = string
}

variable "dead_letter_queue" {
  description = "Queue that receives what EventBridge could not start; its policy must let EventBridge send. Null drops it."
  type        = object({ arn = string })
  default     = null
}

variable "execution_role_arn" {
  description = "ARN of the role with which ECS pulls the image, reads the secrets and writes the logs."
  type        = string
}

variable "launch_type" {
  description = "Where tasks run: FARGATE or EC2."
  type        = string
  default     = "FARGATE"
  nullable    = false

  validation {
    condition     = contains(["FARGATE", "EC2"], var.launch_type)
    error_message = "The launch type must be one of FARGATE, EC2."
  }
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 32 lower-case letters, digits or hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds what the role may do; null sets none."
  type        = string
  default     = null
}

variable "platform_version" {
  description = "Version of the Fargate platform; LATEST leaves patches of the host to AWS."
  type        = string
  default     = "LATEST"
  nullable    = false

  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-versions-retired.html
  validation {
    condition     = can(regex("^(LATEST|1\\.([4-9]|[1-9][0-9]+)\\.[0-9]+)$", var.platform_version))
    error_message = "The platform version must be LATEST or 1.4.0 or later; AWS starts no task on an older one."
  }
}

variable "retries" {
  description = "Number of times that EventBridge tries again to start a task for which there was no room."
  type        = number
  default     = 3
  nullable    = false

  validation {
    condition     = contains(range(186), var.retries)
    error_message = "The retries must be a whole number from 0 to 185."
  }
}

variable "retry_seconds" {
  description = "Number of seconds after which EventBridge no longer tries to start a task."
  type        = number
  default     = 3600
  nullable    = false

  validation {
    condition     = var.retry_seconds >= 60 && var.retry_seconds <= 86400
    error_message = "The retry seconds must be between 60 and 86400."
  }
}

variable "schedules" {
  description = "Tasks by a key of the caller: schedule is rate(…) or cron(…) in UTC, commands are by the container that they override."
  type = map(object({
    commands    = map(list(string))
    description = string
    enabled     = optional(bool, true)
    schedule    = string
  }))

  validation {
    condition     = alltrue([for key in keys(var.schedules) : can(regex("^[a-z][a-z0-9-]{0,30}$", key))])
    error_message = "The key of a schedule must have 1 to 31 lower-case letters, digits or hyphens and begin with a letter."
  }

  validation {
    condition = alltrue([
      for schedule in values(var.schedules) :
      can(regex("^(rate\\((1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))\\)|cron\\([^ ()]+( [^ ()]+){5}\\))$", schedule.schedule))
    ])
    error_message = "A schedule must be such as rate(1 hour), rate(5 minutes) or cron(0 3 * * ? *), which has six fields."
  }

  validation {
    condition = alltrue([
      for schedule in values(var.schedules) : length(schedule.commands) > 0 && alltrue([for command in values(schedule.commands) : length(command) > 0])
    ])
    error_message = "A schedule must have a command, or the task would do what the service does."
  }
}

variable "security_group_ids" {
  description = "Identifiers of the security groups."
  type        = list(string)
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

variable "task_definition_arn" {
  description = "ARN of the task definition that runs; without a revision the newest runs."
  type        = string
}

variable "task_role_arn" {
  description = "ARN of the role that the containers themselves act with."
  type        = string
}
