variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string
}

variable "alarm_topic_name" {
  description = "Name of the topic that the alarms of a release notify; observability makes it."
  type        = string
}

variable "autoscaling" {
  description = "Range of the task count: with targets in percent it follows CPU and memory, schedules change it by the clock; null keeps desired_count."
  type = object({
    cpu_target         = optional(number)
    max_count          = number
    memory_target      = optional(number)
    min_count          = number
    scale_in_cooldown  = optional(number, 300)
    scale_out_cooldown = optional(number, 300)
    schedules = optional(map(object({
      max_count = number
      min_count = number
      schedule  = string
      timezone  = optional(string, "UTC")
    })), {})
  })
  default = null
}

variable "capacity_providers" {
  description = "Capacity providers of the cluster to run on, by their name; empty runs on Fargate."
  type = map(object({
    base   = optional(number, 0)
    weight = optional(number, 1)
  }))
  default  = {}
  nullable = false
}

variable "cluster_arn" {
  description = "ARN of the cluster."
  type        = string
}

variable "cluster_name" {
  description = "Name of the cluster."
  type        = string
}

variable "configuration_parameters" {
  description = "Names below parameter_path that the containers get as variables, by the name of the variable."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "container_port" {
  description = "Port that the containers listen on."
  type        = number
  default     = 8080
  nullable    = false
}

variable "cpu" {
  description = "CPU units of a task; 1024 are one virtual CPU."
  type        = number
}

variable "database_access" {
  description = "How the service reaches the database with a user of its own: the role that makes the user, and the function that rotates its password. The containers get the keys of the secret as DATABASE_<KEY>. Null gives it none."
  type = object({
    keys = optional(set(string), ["password", "username"])
    rotation = object({
      days       = optional(number, 30)
      lambda_arn = string
      role_arn   = string
    })
    schema_role_arn = string
  })
  default = null
}

variable "deployment_controller" {
  description = "What rolls out a new revision: ECS (rolling) or CODE_DEPLOY (blue-green)."
  type        = string
  default     = "ECS"
  nullable    = false
}

variable "deployment_maximum_percent" {
  description = "Most tasks that may run during a rolling deployment, in percent of the desired count."
  type        = number
  default     = 200
  nullable    = false
}

variable "deployment_minimum_healthy_percent" {
  description = "Fewest tasks that must stay healthy during a rolling deployment, in percent of the desired count."
  type        = number
  default     = 50
  nullable    = false
}

variable "desired_count" {
  description = "Number of tasks; with autoscaling only the number to begin with."
  type        = number
}

variable "environment_variables" {
  description = "Plain values that the containers get as variables, by the name of the variable."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "health_check_path" {
  description = "Path that the load balancer and the container ask whether a task is well."
  type        = string
  default     = "/health"
  nullable    = false
}

variable "image_version" {
  description = "Tag of the image to run."
  type        = string
}

variable "kms_data_key_arn" {
  description = "ARN of the KMS key that encrypts data."
  type        = string
}

variable "kms_logs_key_arn" {
  description = "ARN of the KMS key that encrypts logs and alerts."
  type        = string
}

variable "listener_arn" {
  description = "ARN of the listener of the load balancer."
  type        = string
}

variable "listener_rule" {
  description = "Which requests the service answers: those for host_headers and path_patterns. The lowest priority number of a listener wins."
  type = object({
    host_headers  = optional(list(string), [])
    path_patterns = optional(list(string), [])
    priority      = number
  })
}

variable "load_balancer_arn_suffix" {
  description = "Part of the ARN of the load balancer that CloudWatch metrics use as the dimension LoadBalancer."
  type        = string
}

variable "log_group_name" {
  description = "Name of the log group that receives the output of the containers."
  type        = string
}

variable "log_retention_days" {
  description = "Number of days that log events are kept."
  type        = number
}

variable "memory" {
  description = "Memory of a task in MiB."
  type        = number
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string
}

variable "parameter_path" {
  description = "Path of the parameters that hold the configuration; everything below it may be read. Null where there are none."
  type        = string
  default     = null
}

variable "private_subnet_ids" {
  description = "Identifiers of the private subnets."
  type        = list(string)
}

variable "region" {
  description = "AWS region that the resources are in."
  type        = string
}

variable "release" {
  description = "How a blue-green release goes: the shift of the traffic (a name of CodeDeploy), how long the old tasks stay, and from what error count and latency on an alarm takes it back."
  type = object({
    deployment_config        = optional(string, "CodeDeployDefault.ECSAllAtOnce")
    error_threshold          = optional(number, 10)
    latency_seconds          = optional(number, 2)
    termination_wait_minutes = optional(number, 15)
  })
  default  = {}
  nullable = false
}

variable "repository_arn" {
  description = "ARN of the repository with the images."
  type        = string
}

variable "repository_name" {
  description = "Name of the repository with the images."
  type        = string
}

variable "secrets_recovery_window_days" {
  description = "Number of days in which a deleted secret can be restored; 0 deletes at once."
  type        = number
  default     = 30
  nullable    = false
}

variable "security_group_ids" {
  description = "Identifiers of the security groups of the tasks."
  type        = list(string)
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "task_policy_statements" {
  description = "What the containers may do, by the identifier of the statement: actions, resources and conditions."
  type = map(object({
    actions = list(string)
    conditions = optional(list(object({
      test     = string
      variable = string
      values   = list(string)
    })), [])
    resources = list(string)
  }))
  default  = {}
  nullable = false
}

variable "vpc_id" {
  description = "Identifier of the VPC."
  type        = string
}
