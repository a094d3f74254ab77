# The services of the system. Each has a unit of its own, so that it is applied by itself where the Terragrunt tree is used.

data "aws_partition" "current" {}

locals {
  api_name        = "api.${var.domain_name}"
  packages_bucket = coalesce(var.packages_bucket, "terraform-state-packages-${local.account_id}")
  parameter_path  = "/${local.name}/api"

  # What the API says that its events are from.
  event_source = "${local.name}.api"

  # By its name: the unit of the alarms names the services, so the services cannot wait for it.
  alarm_topic_name = "${local.name}-alerts"

  database = {
    endpoint        = module.database.endpoint
    identifier      = module.database.identifier
    name            = module.database.database_name
    port            = module.database.port
    reader_endpoint = module.database.reader_endpoint
  }

  # What the containers are told, by the name of the variable.
  configuration_parameters = merge(
    {
      DATABASE_HOST        = "database/host"
      DATABASE_NAME        = "database/name"
      DATABASE_PORT        = "database/port"
      DATABASE_READER_HOST = "database/reader-host"
    },
    { for name in keys(var.configuration) : upper(replace(replace(name, "/", "_"), "-", "_")) => name },
  )

  # What the application hands on, in whichever form it runs: work for the queue, and events that others may listen to.
  api_variables = {
    EVENT_SOURCE = local.event_source
    QUEUE_NAME   = module.worker.queue_name
  }

  api_policy_statements = {
    SendWork = {
      actions   = ["sqs:GetQueueUrl", "sqs:SendMessage"]
      resources = [module.worker.queue_arn]
    }
    TellEvents = {
      actions    = ["events:PutEvents"]
      conditions = [{ test = "StringEquals", variable = "events:source", values = [local.event_source] }]
      resources  = ["arn:${data.aws_partition.current.partition}:events:${var.region}:${local.account_id}:event-bus/default"]
    }
    UseKeyForWork = {
      actions    = ["kms:Decrypt", "kms:GenerateDataKey"]
      conditions = [{ test = "StringEquals", variable = "kms:ViaService", values = ["sqs.${var.region}.${data.aws_partition.current.dns_suffix}"] }]
      resources  = [module.network.kms_data_key_arn]
    }
  }

  rotation = {
    lambda_arn = module.schema.rotation_function_arn
    role_arn   = module.schema.rotation_role_arn
  }
}

module "schema" {
  source = "./units/services/schema"

  account_id                   = local.account_id
  backups_bucket_force_destroy = var.buckets_force_destroy
  configuration                = var.configuration
  environment                  = var.environment
  database                     = local.database
  image_version                = var.api.image_version
  kept_backup_days             = var.database_backup_retention_days
  kms_data_key_arn             = module.network.kms_data_key_arn
  kms_logs_key_arn             = module.network.kms_logs_key_arn
  log_retention_days           = var.log_retention_days
  master_secret_arn            = module.database.master_secret_arn
  name                         = local.name
  packages_bucket              = local.packages_bucket
  parameter_path               = local.parameter_path
  private_subnet_ids           = module.network.private_subnet_ids
  region                       = var.region
  repository_arn               = module.compute.repository_arns["api"]
  repository_name              = module.compute.repository_names["api"]
  rotation_function            = { version = var.rotation_function_version }
  security_group_ids           = module.network.security_group_ids

  access_logs = {
    bucket = module.account.logs_bucket_id
    prefix = "backups/"
  }
}

# Route 53 asks the load balancer by its own name whether the first region answers, so the API answers under that as well.
module "api" {
  source = "./units/services/ecs-alb-service"

  account_id                   = local.account_id
  alarm_topic_name             = local.alarm_topic_name
  autoscaling                  = var.api.autoscaling
  capacity_providers           = var.spot_enabled ? { FARGATE_SPOT = {} } : {}
  cluster_arn                  = module.compute.cluster_arn
  cluster_name                 = module.compute.cluster_name
  container_port               = local.container_port
  cpu                          = var.api.cpu
  deployment_controller        = var.api.deployment_controller
  desired_count                = var.api.desired_count
  environment_variables        = local.api_variables
  image_version                = var.api.image_version
  kms_data_key_arn             = module.network.kms_data_key_arn
  kms_logs_key_arn             = module.network.kms_logs_key_arn
  listener_arn                 = module.compute.listener_arn
  listener_rule                = { host_headers = [local.api_name, module.compute.alb_dns_name], priority = 10 }
  load_balancer_arn_suffix     = module.compute.alb_arn_suffix
  log_group_name               = "/ecs/${local.name}/api"
  log_retention_days           = var.log_retention_days
  memory                       = var.api.memory
  name                         = "${local.name}-api"
  parameter_path               = module.schema.parameter_path
  private_subnet_ids           = module.network.private_subnet_ids
  region                       = var.region
  repository_arn               = module.compute.repository_arns["api"]
  repository_name              = module.compute.repository_names["api"]
  configuration_parameters     = local.configuration_parameters
  secrets_recovery_window_days = var.secrets_recovery_window_days
  security_group_ids           = [module.network.security_group_ids["tasks"]]
  task_policy_statements       = local.api_policy_statements
  vpc_id                       = module.network.vpc_id

  database_access = {
    rotation        = local.rotation
    schema_role_arn = module.schema.schema_role_arn
  }
}

module "api_function" {
  source = "./units/services/lambda-http-api"

  account_id                   = local.account_id
  alarm_topic_name             = local.alarm_topic_name
  authorizer                   = var.api_authorizer
  certificate                  = var.api_target == "lambda" ? module.dns.certificate : null
  domain_name                  = var.api_target == "lambda" ? local.api_name : null
  environment_variables        = local.api_variables
  function                     = var.api_function
  kms_data_key_arn             = module.network.kms_data_key_arn
  kms_logs_key_arn             = module.network.kms_logs_key_arn
  log_retention_days           = var.log_retention_days
  name                         = "${local.name}-api"
  packages_bucket              = local.packages_bucket
  parameter_path               = module.schema.parameter_path
  policy_statements            = local.api_policy_statements
  private_subnet_ids           = module.network.private_subnet_ids
  region                       = var.region
  release                      = var.api_function_release
  rotation                     = local.rotation
  schema_role_arn              = module.schema.schema_role_arn
  secrets_recovery_window_days = var.secrets_recovery_window_days
  security_group_ids           = [module.network.security_group_ids["functions"]]
}

module "worker" {
  source = "./units/services/lambda-worker"

  account_id                   = local.account_id
  event_source                 = local.event_source
  function                     = var.worker_function
  kms_data_key_arn             = module.network.kms_data_key_arn
  kms_logs_key_arn             = module.network.kms_logs_key_arn
  log_retention_days           = var.log_retention_days
  name                         = "${local.name}-worker"
  packages_bucket              = local.packages_bucket
  parameter_path               = module.schema.parameter_path
  private_subnet_ids           = module.network.private_subnet_ids
  region                       = var.region
  rotation                     = local.rotation
  schema_role_arn              = module.schema.schema_role_arn
  secrets_recovery_window_days = var.secrets_recovery_window_days
  security_group_ids           = [module.network.security_group_ids["functions"]]
}

# The website is a service behind the same load balancer, which knows no database.
module "web" {
  source = "./units/services/ecs-alb-service"

  account_id               = local.account_id
  alarm_topic_name         = local.alarm_topic_name
  autoscaling              = var.web.autoscaling
  capacity_providers       = var.spot_enabled ? { FARGATE_SPOT = {} } : {}
  cluster_arn              = module.compute.cluster_arn
  cluster_name             = module.compute.cluster_name
  container_port           = local.container_port
  cpu                      = var.web.cpu
  deployment_controller    = var.web.deployment_controller
  desired_count            = var.web.desired_count
  image_version            = var.web.image_version
  kms_data_key_arn         = module.network.kms_data_key_arn
  kms_logs_key_arn         = module.network.kms_logs_key_arn
  listener_arn             = module.compute.listener_arn
  listener_rule            = { host_headers = [var.domain_name], priority = 20 }
  load_balancer_arn_suffix = module.compute.alb_arn_suffix
  log_group_name           = "/ecs/${local.name}/web"
  log_retention_days       = var.log_retention_days
  memory                   = var.web.memory
  name                     = "${local.name}-web"
  private_subnet_ids       = module.network.private_subnet_ids
  region                   = var.region
  repository_arn           = module.compute.repository_arns["web"]
  repository_name          = module.compute.repository_names["web"]
  security_group_ids       = [module.network.security_group_ids["web"]]
  vpc_id                   = module.network.vpc_id

  environment_variables = { API_URL = "https://${local.api_name}" }
}

locals {
  # With a second region a health check decides. The health of a load balancer would count groups that wait for the next release.
  # https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias-common.html
  load_balancer = {
    evaluate_target_health = !local.has_secondary
    name                   = module.compute.alb_dns_name
    zone_id                = module.compute.alb_zone_id
  }

  # What answers when the first region does not.
  second_load_balancer = local.has_secondary ? {
    name    = module.secondary_compute[0].alb_dns_name
    zone_id = module.secondary_compute[0].alb_zone_id
  } : null
}

module "api_record" {
  source = "./units/services/dns-record"

  geolocation_targets = var.api_geolocation_targets
  record_name         = local.api_name
  secondary           = var.api_target == "ecs" && length(var.api_geolocation_targets) == 0 ? local.second_load_balancer : null
  override            = var.failover_override
  target              = var.api_target == "lambda" ? merge({ evaluate_target_health = false }, module.api_function.domain_target) : local.load_balancer
  zone_id             = module.dns.zone_id
}

module "web_record" {
  source = "./units/services/dns-record"

  override    = var.failover_override
  record_name = var.domain_name
  secondary   = local.second_load_balancer
  target      = local.load_balancer
  zone_id     = module.dns.zone_id
}
