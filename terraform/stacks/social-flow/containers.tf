# A task definition is one JSON document: a single value that only AWS knows would hide all of it from the plan, from reviewers
# and from checks. So everything in it is known beforehand. Secrets are named by their ARN without the random suffix, which
# Secrets Manager resolves by name. What AWS decides (host names, the database's secret) reaches the tasks through parameters.

locals {
  image_separator = startswith(var.image_version, "sha256:") ? "@" : ":"
  registry        = "${local.account_id}.dkr.ecr.${var.region}.amazonaws.com"
  image           = "${local.registry}/${module.image_repository.name}${local.image_separator}${var.image_version}"

  parameters = {
    DATABASE_HOST = module.database.address
    # Of the master, whose password rotates: only task-migrate may read it, and does so when it connects.
    DATABASE_SECRET_ARN = local.database_secret_arn
    REDIS_HOST          = module.cache.primary_endpoint_address
    STATIC_BUCKET       = module.buckets["static"].id
    UPLOADS_BUCKET      = module.buckets["uploads"].id
    VIDEOS_BUCKET       = module.buckets["videos"].id
  }

  parameter_prefix = "arn:${local.partition}:ssm:${var.region}:${local.account_id}:parameter"
  secret_prefix    = "arn:${local.partition}:secretsmanager:${var.region}:${local.account_id}:secret"

  # The variables that containers get from each secret that their role reads. A secret is one value, or JSON with a key for each.
  secret_variables = {
    application     = ["JWT_SECRET", "SECRET_KEY"]
    redis-auth      = local.redis_uses_token ? ["REDIS_AUTH_TOKEN"] : []
    service-account = ["SERVICE_ACCOUNT"]
    third-party     = ["SMTP_PASSWORD", "STRIPE_API_KEY"]
  }
  secrets_of_one_value = ["redis-auth", "service-account"]

  container = {
    image          = local.image
    writable_paths = ["/tmp"]

    environment = {
      AWS_REGION  = var.region
      ENVIRONMENT = var.environment
    }

    secrets = { for key, parameter in aws_ssm_parameter.this : key => "${local.parameter_prefix}${parameter.name}" }
  }

  role_secrets = {
    for role in keys(local.task_rights) : role => merge([
      for key, variables in local.secret_variables : {
        for name in variables : name => join("", [
          "${local.secret_prefix}:${module.secrets.names[key]}", contains(local.secrets_of_one_value, key) ? "" : ":${name}::",
        ])
      } if contains(local.secret_readers[key], role)
    ]...)
  }

  # What makes the three services different; sizes and counts come from var.services, rights from local.task_rights.
  services = {
    app = {
      command      = null
      health_check = { command = ["CMD-SHELL", "curl --fail --silent http://localhost:8000/health || exit 1"] }
      port         = 8000
      stop_timeout = 30
      policies = {
        cpu    = { metric = "cpu", target = 70 }
        memory = { metric = "memory", target = 75 }
        requests = {
          metric         = "requests"
          resource_label = "${module.alb.arn_suffix}/${module.alb.target_group_arn_suffixes["app"]}"
          target         = var.requests_per_target
        }
      }
    }

    worker = {
      command      = ["celery", "--app=${var.celery_app}", "worker"]
      health_check = null
      port         = null
      # A job that has begun gets the longest time that Fargate grants to finish.
      stop_timeout = 120
      policies = {
        # Redis publishes no queue depth of its own: the application does, as a whole and under this name.
        queue = {
          custom_metric = { name = "QueueDepth", namespace = local.metric_namespace, dimensions = { Queue = "celery" }, per_task = true }
          metric        = "custom"
          target        = var.queue_depth_per_worker
        }
      }
    }

    beat = {
      command      = ["celery", "--app=${var.celery_app}", "beat", "--pidfile=", "--schedule=/tmp/celerybeat-schedule"]
      health_check = null
      port         = null
      stop_timeout = 30
      policies     = {}
    }
  }
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

  kept_images = 30
  kms_key_arn = module.kms_data.arn
  name        = "${local.name}-app"
}

module "cluster" {
  source = "../../modules/ecs-cluster"

  container_insights    = var.container_insights
  log_group_kms_key_arn = module.kms_logs.arn
  log_retention_days    = var.log_retention_days
  name                  = local.name
}

module "services" {
  source   = "../../modules/ecs-service"
  for_each = local.services

  cluster_arn        = module.cluster.arn
  cluster_name       = module.cluster.name
  cpu                = var.services[each.key].cpu
  desired_count      = var.services[each.key].count
  execution_role_arn = module.roles["execution"].arn
  log_group_name     = module.log_groups.names[each.key]
  memory             = var.services[each.key].memory
  name               = "${local.name}-${each.key}"
  region             = var.region
  security_group_ids = [module.security_groups.ids["app"]]
  singleton          = each.key == "beat"
  subnet_ids         = values(module.network.subnet_ids["private"])
  task_role_arn      = module.roles["task-${each.key}"].arn

  autoscaling = var.services[each.key].max_count == null ? null : {
    max_count = var.services[each.key].max_count
    min_count = var.services[each.key].count
    policies  = each.value.policies
  }

  containers = {
    (each.key) = merge(local.container, {
      command      = each.value.command
      health_check = each.value.health_check
      port         = each.value.port
      secrets      = merge(local.container.secrets, local.role_secrets["task-${each.key}"])
      environment = merge(
        local.container.environment,
        local.task_rights["task-${each.key}"].database ? { DATABASE_USER = each.key } : {},
        local.redis_uses_token ? {} : { REDIS_USER = "${local.name}-${each.key}" },
      )
      stop_timeout = each.value.stop_timeout
    })
  }

  load_balancers = each.value.port == null ? {} : {
    alb = {
      container_name   = each.key
      container_port   = each.value.port
      target_group_arn = module.alb.target_group_arns["app"]
    }
  }

  # ECS refuses a target group that no listener uses yet.
  depends_on = [module.alb]
}
