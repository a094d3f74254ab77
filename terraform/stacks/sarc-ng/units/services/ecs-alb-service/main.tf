# One service behind the load balancer, with its log, its roles, and where it is asked for its own user of the database. The API and the
# website are two of it.

data "aws_partition" "current" {}

locals {
  partition = data.aws_partition.current.partition

  # A task definition is one JSON document: a single value that only AWS knows would hide all of it from a plan. So secrets are named by
  # their ARN without the random suffix, which Secrets Manager finds by name, and images by the name of their repository.
  image            = "${var.account_id}.dkr.ecr.${var.region}.${data.aws_partition.current.dns_suffix}/${var.repository_name}:${var.image_version}"
  parameter_prefix = "arn:${local.partition}:ssm:${var.region}:${var.account_id}:parameter"
  secret_prefix    = "arn:${local.partition}:secretsmanager:${var.region}:${var.account_id}:secret"

  # The parts of the secret are named by key, so that no value is ever in the task definition:
  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
  secret_variables = var.database_access == null ? {} : {
    for key in var.database_access.keys : "DATABASE_${upper(key)}" => "${local.secret_prefix}:${var.name}/database:${key}::"
  }

  parameter_variables = {
    for variable, parameter in var.configuration_parameters : variable => "${local.parameter_prefix}${var.parameter_path}/${parameter}"
  }

  policies = var.autoscaling == null ? {} : {
    for metric, target in { cpu = var.autoscaling.cpu_target, memory = var.autoscaling.memory_target } : metric => {
      metric                    = metric
      scale_in_cooldown         = var.autoscaling.scale_in_cooldown
      scale_out_cooldown        = var.autoscaling.scale_out_cooldown
      target                    = target
    } if target != null
  }
}

module "log_groups" {
  source = "../../../../../modules/log-groups"

  kms_key_arn        = var.kms_logs_key_arn
  log_groups         = { service = { name = var.log_group_name } }
  log_retention_days = var.log_retention_days
  tags               = var.tags
}

module "service" {
  source = "../../../../../modules/ecs-alb-service"

  capacity_providers                 = var.capacity_providers
  cluster_arn                        = var.cluster_arn
  cluster_name                       = var.cluster_name
  container_name                     = "app"
  cpu                                = var.cpu
  deployment_controller              = var.deployment_controller
  deployment_maximum_percent         = var.deployment_maximum_percent
  deployment_minimum_healthy_percent = var.deployment_minimum_healthy_percent
  desired_count                      = var.desired_count
  execution_role_arn                 = module.roles["execution"].arn
  listener_arn                       = var.listener_arn
  listener_rule                      = var.listener_rule
  log_group_name                     = module.log_groups.names["service"]
  memory                             = var.memory
  name                               = var.name
  region                             = var.region
  security_group_ids                 = var.security_group_ids
  subnet_ids                         = var.private_subnet_ids
  tags                               = var.tags
  task_role_arn                      = module.roles["task"].arn
  vpc_id                             = var.vpc_id

  autoscaling = var.autoscaling == null ? null : {
    max_count = var.autoscaling.max_count
    min_count = var.autoscaling.min_count
    policies  = local.policies
    schedules = var.autoscaling.schedules
  }

  containers = {
    app = {
      environment    = merge({ AWS_REGION = var.region, PORT = tostring(var.container_port) }, var.environment_variables)
      image          = local.image
      port           = var.container_port
      secrets        = merge(local.parameter_variables, local.secret_variables)
      writable_paths = ["/tmp"]
    }
  }

  target_group = {
    health_check = { path = var.health_check_path }

    # While CodeDeploy moves the traffic, a browser must not be held at the tasks that are about to end.
    stickiness = { enabled = false }
  }
}
