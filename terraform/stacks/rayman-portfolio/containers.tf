# A task definition is one JSON document: a single value that only AWS knows would hide all of it from the plan, from reviewers
# and from checks. So everything in it is known beforehand. Secrets are named by their ARN without the random suffix, which
# Secrets Manager resolves by name. What AWS decides (host names) reaches the tasks through parameters.

locals {
  parameters = {
    DATABASE_HOST = module.database.address
    REDIS_HOST    = module.cache.primary_endpoint_address
  }

  parameter_prefix = "arn:${local.partition}:ssm:${var.region}:${local.account_id}:parameter"
  secret_prefix    = "arn:${local.partition}:secretsmanager:${var.region}:${local.account_id}:secret"

  # The variables that the containers get from each secret, which is JSON with a key for each.
  secret_variables = {
    api-keys = ["JWT_SECRET", "THIRD_PARTY_API_KEY"]
    database = ["DATABASE_URL"]
  }

  # Spot costs a third, and AWS takes it back within two minutes: only where nobody minds, and never all of it.
  spot_capacity = { FARGATE = { base = 1 }, FARGATE_SPOT = { weight = 3 } }

  container_secrets = merge(
    { for key, parameter in aws_ssm_parameter.this : key => "${local.parameter_prefix}${parameter.name}" },
    [for key, names in local.secret_variables : { for name in names : name => "${local.secret_prefix}:${module.secrets.names[key]}:${name}::" }]...
  )
}

resource "aws_ssm_parameter" "this" {
  for_each = local.parameters

  name        = "/${local.name}/${each.key}"
  description = "Value that AWS decides, for the containers."
  type        = "String"
  value       = each.value
}

module "image_repository" {
  source = "../../modules/ecr-repository"

  kept_images = 10
  kms_key_arn = module.kms_data.arn
  name        = "${local.name}-app"
}

module "cluster" {
  source = "../../modules/ecs-cluster"

  log_group_kms_key_arn = module.kms_logs.arn
  log_retention_days    = var.log_retention_days
  name                  = local.name

  default_capacity_providers = var.spot_enabled ? local.spot_capacity : { FARGATE = {} }
}

module "service" {
  source = "../../modules/ecs-service"

  capacity_providers = var.spot_enabled ? local.spot_capacity : {}
  cluster_arn        = module.cluster.arn
  cluster_name       = module.cluster.name
  cpu                = var.service.cpu
  desired_count      = var.service.count
  execution_role_arn = module.roles["execution"].arn
  log_group_name     = module.log_groups.names["app"]
  memory             = var.service.memory
  name               = "${local.name}-app"
  region             = var.region
  security_group_ids = [module.security_groups.ids["tasks"]]
  subnet_ids         = values(module.network.subnet_ids["private"])
  task_role_arn      = module.roles["task"].arn

  autoscaling = {
    max_count = var.service.max_count
    min_count = var.service.count
    policies = {
      cpu    = { metric = "cpu", target = var.service.cpu_target }
      memory = { metric = "memory", target = var.service.memory_target }
    }
  }

  containers = {
    app = {
      environment    = local.container_settings
      health_check   = { command = ["CMD-SHELL", "curl --fail --silent http://localhost:${var.container_port}/health || exit 1"] }
      image          = "${local.account_id}.dkr.ecr.${var.region}.${local.dns_suffix}/${module.image_repository.name}:${var.image_version}"
      port           = var.container_port
      secrets        = local.container_secrets
      writable_paths = ["/tmp"]
    }
  }

  load_balancers = {
    alb = {
      container_name   = "app"
      container_port   = var.container_port
      target_group_arn = module.alb.target_group_arns["app"]
    }
  }

  # ECS refuses a target group that no listener uses yet.
  depends_on = [module.alb]
}
