# The services of the primary region, whose images the registry copies here, into repositories that the stack indivillage makes. An image
# is told the same here as there: each variable of its environment has the same name in both regions
# (tests/unit/stacks/test_indivillage_recovery.py).

module "cluster" {
  source = "../../modules/ecs-cluster"

  default_capacity_providers = { instances = {} }
  log_group_kms_key_arn      = module.kms_logs.arn
  log_retention_days         = var.log_retention_days
  name                       = local.name

  ec2_capacity_providers = {
    instances = { auto_scaling_group_arn = module.app_tier.arn }
  }
}

# What releases have brought here, each recorded as "<version> <digest> <outcome>". Before the first there is nothing.
data "aws_ssm_parameters_by_path" "releases" {
  path = local.release_path
}

locals {
  image_prefix = "${local.account_id}.dkr.ecr.${var.region}.${local.dns_suffix}/${local.primary_name}"

  parameter_prefix = "arn:${local.partition}:ssm:${local.here}:parameter"
  secret_prefix    = "arn:${local.partition}:secretsmanager:${local.here}:secret"

  release_path = "/${var.system}/${var.environment}/releases"

  # Versions are no secret, but the provider hides every value.
  released = zipmap(data.aws_ssm_parameters_by_path.releases.names, nonsensitive(data.aws_ssm_parameters_by_path.releases.values))

  # An apply takes no service back to a version before its last release.
  versions = { for service in keys(var.services) : service => try(split(" ", local.released["${local.release_path}/${service}"])[0], var.image_version) }

  # Secrets are copied by their names, which the stack indivillage chooses.
  secret_suffix = var.secrets_name_suffix == null ? "" : "-${var.secrets_name_suffix}"
  secret_names = {
    for key, name in { api-keys = "api-keys", database = "database/application", service-accounts = "service-accounts" } :
    key => "/${var.environment}/${name}${local.secret_suffix}"
  }

  task_settings = {
    api = {
      parameters = { LOG_LEVEL = "api/log-level", SESSION_SIGNING_KEY = "api/session-signing-key" }
      secrets    = { API_KEYS = "api-keys", DATABASE_CREDENTIALS = "database" }
    }
    worker = {
      parameters = { LOG_LEVEL = "worker/log-level" }
      secrets    = { DATABASE_CREDENTIALS = "database", SERVICE_ACCOUNTS = "service-accounts" }
    }
  }

  # A task reads its parameters when it starts. The other name of Redis makes another revision, so that all start anew once there is one.
  shared_parameters = {
    DATABASE_HOST        = "database/writer-endpoint"
    DATABASE_NAME        = "database/name"
    DATABASE_READER_HOST = "database/reader-endpoint"
    REDIS_HOST           = var.activated ? "cache/primary-endpoint" : "cache/absent"
  }

  task_secrets = {
    for task, is in local.task_settings : task => merge(
      { for variable, name in merge(local.shared_parameters, is.parameters) : variable => "${local.parameter_prefix}${module.parameters.names[name]}" },
      { for variable, key in is.secrets : variable => "${local.secret_prefix}:${local.secret_names[key]}" },
    )
  }

  task_environment = {
    for task in keys(local.task_settings) : task => merge(
      {
        AWS_REGION        = var.region
        DATABASE_USER     = task
        EMAIL_QUEUE_URL   = "${local.queue_prefix}/${local.name}-email"
        ENVIRONMENT       = var.environment
        EVENT_BUS         = local.name
        JOBS_QUEUE_URL    = "${local.queue_prefix}/${local.name}-jobs"
        METRIC_NAMESPACE  = local.metric_namespace
        NOTIFICATIONS_ARN = local.notifications_arn
        ORDERED_QUEUE_URL = "${local.queue_prefix}/${local.name}-ordered.fifo"
        PROCESSED_BUCKET  = local.processed_bucket_name
        REDIS_USER        = "${local.name}-${task}"
        UPLOADS_BUCKET    = local.uploads_bucket_name
      },
      task == "api" ? { SIGNER_ROLE_ARN = local.signer_role_arn } : {},
    )
  }

  health_checks = {
    api = ["CMD-SHELL", "curl --fail --silent --insecure https://localhost:${local.ports.app}/health || exit 1"]

    # It touches the file whenever it asks the queue for more.
    worker = ["CMD-SHELL", "test -n \"$(find /tmp/alive -mmin -2)\""]
  }
}

module "services" {
  source   = "../../modules/ecs-service"
  for_each = var.services

  capacity_providers = { (module.cluster.capacity_provider_names["instances"]) = { weight = 1 } }
  cluster_arn        = module.cluster.arn
  cluster_name       = module.cluster.name
  cpu                = each.value.cpu
  desired_count      = var.activated ? each.value.active_count : each.value.idle_count
  execution_role_arn = module.roles["execution"].arn
  launch_type        = "EC2"
  log_group_name     = module.log_groups.names[each.key]
  memory             = each.value.memory
  name               = "${local.name}-${each.key}"
  region             = var.region
  security_group_ids = [module.security_groups.ids["app"]]
  subnet_ids         = values(module.network.subnet_ids["app"])
  task_role_arn      = module.roles["task-${each.key}"].arn

  containers = {
    (each.key) = {
      environment    = local.task_environment[each.key]
      health_check   = { command = local.health_checks[each.key] }
      image          = "${local.image_prefix}-${each.key}:${local.versions[each.key]}"
      port           = each.key == "api" ? local.ports.app : null
      secrets        = local.task_secrets[each.key]
      stop_timeout   = each.key == "api" ? 30 : 120
      writable_paths = ["/tmp"]
    }
  }

  load_balancers = each.key != "api" ? {} : {
    internal = {
      container_name   = "api"
      container_port   = local.ports.app
      target_group_arn = module.app_alb.target_group_arns["api"]
    }
  }

  # ECS refuses a target group that no listener uses yet, and a provider that the cluster does not have yet.
  depends_on = [module.app_alb, module.cluster]
}
