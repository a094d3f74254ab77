# The API as a service of ECS behind the load balancer.

locals {
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals
  values  = local.env.values

  # Until a dependency has been applied, its outputs are made up for these commands; an apply never takes them.
  mocked = ["init", "validate", "plan"]
}

terraform {
  source = "${dirname(find_in_parent_folders("root.hcl"))}/../..//stacks/sarc-ng/units/services/ecs-alb-service"
}

dependency "network" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/network"

  mock_outputs = {
    kms_data_key_arn   = "arn:aws:kms:us-east-1:111111111111:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
    kms_logs_key_arn   = "arn:aws:kms:us-east-1:111111111111:key/1f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
    private_subnet_ids = ["subnet-0a1b2c3d4e5f60703", "subnet-0a1b2c3d4e5f60704"]
    vpc_id             = "vpc-0a1b2c3d4e5f60718"
    security_group_ids = {
      alb       = "sg-0a1b2c3d4e5f60701"
      database  = "sg-0a1b2c3d4e5f60702"
      functions = "sg-0a1b2c3d4e5f60703"
      tasks     = "sg-0a1b2c3d4e5f60704"
      web       = "sg-0a1b2c3d4e5f60705"
    }
  }
  mock_outputs_allowed_terraform_commands = local.mocked
}

dependency "compute" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/compute/ecs-cluster"

  mock_outputs = {
    alb_arn_suffix   = "app/sarc-ng/50dc6c495c0c9188"
    alb_dns_name     = "sarc-ng-1.us-east-1.elb.amazonaws.com"
    cluster_arn      = "arn:aws:ecs:us-east-1:111111111111:cluster/sarc-ng-cluster"
    cluster_name     = "sarc-ng-cluster"
    listener_arn     = "arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/app/sarc-ng/50dc6c495c0c9188/f2f7dc8efc522ab2"
    repository_arns  = { api = "arn:aws:ecr:us-east-1:111111111111:repository/sarc-ng-api", web = "arn:aws:ecr:us-east-1:111111111111:repository/sarc-ng-web" }
    repository_names = { api = "sarc-ng-api", web = "sarc-ng-web" }
  }
  mock_outputs_allowed_terraform_commands = local.mocked
}

dependency "schema" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/services/sarcng-api/schema"

  mock_outputs = {
    parameter_path        = "/sarc-ng/api"
    rotation_function_arn = "arn:aws:lambda:us-east-1:111111111111:function:sarc-ng-rotation"
    rotation_role_arn     = "arn:aws:iam::111111111111:role/sarc-ng-rotation"
    schema_role_arn       = "arn:aws:iam::111111111111:role/sarc-ng-schema-task"
  }
  mock_outputs_allowed_terraform_commands = local.mocked
}

dependency "worker" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/services/sarcng-api/lambda-worker"

  mock_outputs = {
    queue_arn  = "arn:aws:sqs:us-east-1:111111111111:sarc-ng-worker"
    queue_name = "sarc-ng-worker"
  }
  mock_outputs_allowed_terraform_commands = local.mocked
}

inputs = {
  account_id                   = local.account.account_id
  alarm_topic_name             = "${local.region.name}-alerts"
  autoscaling                  = local.values.api.autoscaling
  capacity_providers           = try(local.values.spot_enabled, false) ? { FARGATE_SPOT = {} } : {}
  cluster_arn                  = dependency.compute.outputs.cluster_arn
  cluster_name                 = dependency.compute.outputs.cluster_name
  container_port               = 8080
  cpu                          = local.values.api.cpu
  deployment_controller        = try(local.values.api.deployment_controller, "ECS")
  desired_count                = local.values.api.desired_count
  image_version                = local.values.api.image_version
  kms_data_key_arn             = dependency.network.outputs.kms_data_key_arn
  kms_logs_key_arn             = dependency.network.outputs.kms_logs_key_arn
  listener_arn                 = dependency.compute.outputs.listener_arn
  listener_rule                = { host_headers = ["api.${local.values.domain_name}", dependency.compute.outputs.alb_dns_name], priority = 10 }
  load_balancer_arn_suffix     = dependency.compute.outputs.alb_arn_suffix
  log_group_name               = "/ecs/${local.region.name}/api"
  log_retention_days           = local.values.log_retention_days
  memory                       = local.values.api.memory
  name                         = "${local.region.name}-api"
  parameter_path               = dependency.schema.outputs.parameter_path
  private_subnet_ids           = dependency.network.outputs.private_subnet_ids
  region                       = local.region.region
  repository_arn               = dependency.compute.outputs.repository_arns["api"]
  repository_name              = dependency.compute.outputs.repository_names["api"]
  secrets_recovery_window_days = try(local.values.secrets_recovery_window_days, 30)
  security_group_ids           = [dependency.network.outputs.security_group_ids["tasks"]]
  vpc_id                       = dependency.network.outputs.vpc_id

  configuration_parameters = merge(
    {
      DATABASE_HOST        = "database/host"
      DATABASE_NAME        = "database/name"
      DATABASE_PORT        = "database/port"
      DATABASE_READER_HOST = "database/reader-host"
    },
    { for name in keys(try(local.values.configuration, {})) : upper(replace(replace(name, "/", "_"), "-", "_")) => name },
  )

  environment_variables = {
    EVENT_SOURCE = "${local.region.name}.api"
    QUEUE_NAME   = dependency.worker.outputs.queue_name
  }

  database_access = {
    schema_role_arn = dependency.schema.outputs.schema_role_arn
    rotation = {
      lambda_arn = dependency.schema.outputs.rotation_function_arn
      role_arn   = dependency.schema.outputs.rotation_role_arn
    }
  }

  task_policy_statements = {
    SendWork = {
      actions   = ["sqs:GetQueueUrl", "sqs:SendMessage"]
      resources = [dependency.worker.outputs.queue_arn]
    }
    TellEvents = {
      actions    = ["events:PutEvents"]
      conditions = [{ test = "StringEquals", variable = "events:source", values = ["${local.region.name}.api"] }]
      resources  = ["arn:aws:events:${local.region.region}:${local.account.account_id}:event-bus/default"]
    }
    UseKeyForWork = {
      actions    = ["kms:Decrypt", "kms:GenerateDataKey"]
      conditions = [{ test = "StringEquals", variable = "kms:ViaService", values = ["sqs.${local.region.region}.amazonaws.com"] }]
      resources  = [dependency.network.outputs.kms_data_key_arn]
    }
  }
}
