# The services of the primary region, whose images the registry copies here.

# Made here, so that they have a key of this region and an end; the registry of the primary region fills them.
module "repositories" {
  source   = "../../modules/ecr-repository"
  for_each = var.services

  kms_key_arn = module.kms_data.arn
  name        = "${local.primary_name}-${each.key}"
}

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

locals {
  registry = "${local.account_id}.dkr.ecr.${var.region}.${local.dns_suffix}"

  secret_prefix = "arn:${local.partition}:secretsmanager:${local.here}:secret"

  # Secrets are told by name, and read when the application needs them.
  service_settings = {
    for service in keys(var.services) : service => {
      API_KEYS_SECRET_NAME = "/${var.environment}/api-keys"
      AWS_REGION           = var.region
      DATABASE_SECRET_NAME = "/${var.environment}/database/application"
      ENVIRONMENT          = var.environment
      PROCESSED_BUCKET     = "${var.system}-processed-copy-${var.environment}-${local.account_id}"
      SETTINGS_PATH        = "/${local.name}"
    }
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
      environment    = local.service_settings[each.key]
      image          = "${local.registry}/${module.repositories[each.key].name}:${var.image_version}"
      port           = each.key == "api" ? local.ports.app : null
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
