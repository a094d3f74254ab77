variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account id must have twelve digits."
  }
}

variable "compute_platform" {
  description = "What the application runs on: ECS, Lambda or Server (instances of EC2)."
  type        = string

  validation {
    condition     = contains(["ECS", "Lambda", "Server"], var.compute_platform)
    error_message = "The compute platform must be one of ECS, Lambda, Server."
  }
}

variable "deployment_configs" {
  description = "Deployment configurations by a key of the caller. For ECS and Lambda shift says how many percent of the traffic go first and after how many minutes the rest follows: all of it, or the same share again and again with gradually. For Server healthy_percent of the instances stay in use."
  type = map(object({
    healthy_percent = optional(number)
    shift = optional(object({
      gradually = optional(bool, false)
      minutes   = number
      percent   = number
    }))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.deployment_configs) : can(regex("^[a-z][a-z0-9-]{0,47}$", key))])
    error_message = "The keys of deployment_configs must have 1 to 48 lower-case letters, digits or hyphens and begin with a letter."
  }

  validation {
    condition = alltrue([
      for config in values(var.deployment_configs) : var.compute_platform == "Server" ? (
        config.healthy_percent != null && config.shift == null
      ) : config.healthy_percent == null && config.shift != null
    ])
    error_message = "A deployment configuration needs shift for ECS and Lambda, and healthy_percent for Server."
  }

  validation {
    condition = alltrue([
      for config in values(var.deployment_configs) : config.shift == null ? true : config.shift.percent >= 1 && config.shift.percent <= 99
    ])
    error_message = "The percent of a shift must be between 1 and 99."
  }

  validation {
    condition     = alltrue([for config in values(var.deployment_configs) : config.shift == null ? true : config.shift.minutes >= 1])
    error_message = "The minutes of a shift must be at least 1."
  }

  validation {
    condition = alltrue([
      for config in values(var.deployment_configs) :
      config.healthy_percent == null ? true : config.healthy_percent >= 0 && config.healthy_percent <= 99
    ])
    error_message = "The healthy_percent must be between 0 and 99, or no deployment can proceed."
  }
}

variable "deployment_groups" {
  description = "Deployment groups by name, each with what its compute platform needs. alarm_names are CloudWatch alarms that, in alarm during a deployment, make it go back. deployment_config is a key of deployment_configs or one of AWS's names; without one 10 percent of the traffic go first, or one instance after the other. hook_function_arns are functions that a revision may name to test itself. Of ecs, somebody has to approve within approval_wait_minutes where it is not 0, the old tasks stay for termination_wait_minutes, and test_listener shows the new tasks before. Of server, blue_green deploys to other instances, which a deployment names."
  type = map(object({
    alarm_names        = optional(set(string), [])
    deployment_config  = optional(string)
    hook_function_arns = optional(map(string), {})
    ecs = optional(object({
      approval_wait_minutes    = optional(number, 0)
      cluster_name             = string
      execution_role_arn       = string
      listener_arn             = string
      service_name             = string
      target_group_names       = list(string)
      task_role_arn            = string
      termination_wait_minutes = optional(number, 15)
      test_listener            = optional(object({ arn = string }))
    }))
    lambda = optional(object({
      function_arns = map(string)
    }))
    server = optional(object({
      autoscaling_group_names = optional(set(string), [])
      blue_green              = optional(bool, false)
      instance_tags           = optional(map(string), {})
      target_group_names      = optional(set(string), [])
    }))
  }))

  validation {
    condition     = length(var.deployment_groups) >= 1
    error_message = "An application needs a deployment group."
  }

  validation {
    condition     = alltrue([for key in keys(var.deployment_groups) : can(regex("^[a-z][a-z0-9-]{0,99}$", key))])
    error_message = "The name of a deployment group must have 1 to 100 lower-case letters, digits or hyphens and begin with a letter."
  }

  validation {
    condition = alltrue([
      for group in values(var.deployment_groups) : [group.ecs != null, group.lambda != null, group.server != null] == [
        var.compute_platform == "ECS", var.compute_platform == "Lambda", var.compute_platform == "Server"
      ]
    ])
    error_message = "A deployment group needs ecs, lambda or server, as the compute_platform says, and nothing else of them."
  }

  # https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-groups-configure-advanced-options.html
  validation {
    condition     = alltrue([for group in values(var.deployment_groups) : length(group.alarm_names) <= 10])
    error_message = "A deployment group takes at most 10 alarms."
  }

  validation {
    condition = alltrue([
      for group in values(var.deployment_groups) : group.deployment_config == null ? true : (
        contains(keys(var.deployment_configs), group.deployment_config) || startswith(group.deployment_config, "CodeDeployDefault.")
      )
    ])
    error_message = "The deployment_config must be a key of deployment_configs or begin with CodeDeployDefault."
  }

  validation {
    condition = alltrue([
      for group in values(var.deployment_groups) : group.ecs == null ? true : length(group.ecs.target_group_names) == 2
    ])
    error_message = "A blue-green deployment takes two target groups."
  }

  # https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html
  validation {
    condition = alltrue([
      for group in values(var.deployment_groups) : group.ecs == null ? true : (
        !strcontains(group.ecs.listener_arn, ":listener/net/") || group.deployment_config == "CodeDeployDefault.ECSAllAtOnce"
      )
    ])
    error_message = "A network load balancer moves all connections at once: the deployment_config must be CodeDeployDefault.ECSAllAtOnce."
  }

  # https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BlueInstanceTerminationOption.html
  validation {
    condition = alltrue(flatten([
      for group in values(var.deployment_groups) : group.ecs == null ? [] : [
        for minutes in [group.ecs.approval_wait_minutes, group.ecs.termination_wait_minutes] : minutes >= 0 && minutes <= 2880
      ]
    ]))
    error_message = "CodeDeploy waits between 0 and 2880 minutes (two days)."
  }

  validation {
    condition = alltrue([
      for group in values(var.deployment_groups) : group.lambda == null ? true : length(group.lambda.function_arns) >= 1
    ])
    error_message = "A deployment group of Lambda needs a function."
  }

  validation {
    condition = alltrue([
      for group in values(var.deployment_groups) : group.server == null ? true : (
        length(group.server.autoscaling_group_names) + length(group.server.instance_tags) >= 1
      )
    ])
    error_message = "A deployment group of Server needs autoscaling_group_names or instance_tags."
  }

  validation {
    condition = alltrue([
      for group in values(var.deployment_groups) : group.server == null ? true : length(group.server.instance_tags) <= 3
    ])
    error_message = "A deployment group takes at most 3 instance_tags."
  }

  validation {
    condition = alltrue([
      for group in values(var.deployment_groups) :
      group.server == null ? true : !group.server.blue_green || length(group.server.target_group_names) >= 1
    ])
    error_message = "A blue-green deployment to instances needs target_group_names."
  }
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,44}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 46 lower-case letters, digits or hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds what the role may do; null sets none."
  type        = string
  default     = null
}

variable "region" {
  description = "AWS region of the deployments."
  type        = string
}

variable "revision_bucket_arns" {
  description = "ARNs of the buckets from which CodeDeploy reads revisions, by a key of the caller; a deployment may also carry its revision."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
