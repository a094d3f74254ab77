# Work that nobody waits for: a function that takes messages from a queue, and events of the API from the bus of the account.

data "aws_partition" "current" {}

locals {
  partition     = data.aws_partition.current.partition
  parameter_arn = "arn:${local.partition}:ssm:${var.region}:${var.account_id}:parameter${var.parameter_path}"

  # Without it the pipeline neither makes nor changes a role (units/account/pipeline.tf).
  boundary_arn = "arn:${local.partition}:iam::aws:policy/PowerUserAccess"

  # Without the random suffix, by which Secrets Manager finds it as well, and so that a plan shows what the function is told.
  secret_arn = "arn:${local.partition}:secretsmanager:${var.region}:${var.account_id}:secret:${var.name}/database"
}

module "function" {
  source = "../../../../../modules/lambda-function"

  description              = "Works off what waits in the queue, and what the API tells."
  handler                  = var.function.handler
  kms_key_arn              = var.kms_data_key_arn
  log_kms_key_arn          = var.kms_logs_key_arn
  log_retention_days       = var.log_retention_days
  memory_mb                = var.function.memory_mb
  name                     = var.name
  package                  = { s3 = { bucket = var.packages_bucket, key = "worker/${var.function.version}.zip" } }
  permissions_boundary_arn = local.boundary_arn
  runtime                  = var.function.runtime
  tags                     = var.tags
  timeout_seconds          = var.function.timeout_seconds

  environment_variables = merge(var.environment_variables, {
    CONFIGURATION_PATH  = var.parameter_path
    DATABASE_SECRET_ARN = local.secret_arn
  })

  policy_statements = {
    DecryptOwnSecret = {
      actions    = ["kms:Decrypt"]
      conditions = [{ test = "StringEquals", variable = "kms:ViaService", values = ["secretsmanager.${var.region}.${data.aws_partition.current.dns_suffix}"] }]
      resources  = [var.kms_data_key_arn]
    }
    ReadConfiguration = {
      actions   = ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"]
      resources = [local.parameter_arn, "${local.parameter_arn}/*"]
    }
    ReadOwnSecret = {
      actions   = ["secretsmanager:GetSecretValue"]
      resources = [module.secrets.arns["database"]]
    }
  }

  vpc = {
    security_group_ids = var.security_group_ids
    subnet_ids         = var.private_subnet_ids
  }
}

# The function's own user of the database, as in ecs-alb-service.
module "secrets" {
  source = "../../../../../modules/secrets"

  kms_key_arn          = var.kms_data_key_arn
  name                 = var.name
  recovery_window_days = var.secrets_recovery_window_days
  tags                 = var.tags

  secrets = {
    database = {
      description = "User of the database that the function ${var.name} signs in as."
      reader_arns = [module.function.principal_arn, var.schema_role_arn, var.rotation.role_arn]
      rotation    = { days = var.rotation.days, lambda_arn = var.rotation.lambda_arn }
    }
  }
}

# The queue hides a message for six times the timeout of the function, and has a second one for what fails again and again.
module "queue" {
  source = "../../../../../modules/lambda-sqs-consumer"

  dead_letters = { max_receive_count = var.max_receive_count }
  kms_key_arn  = var.kms_data_key_arn
  name         = var.name
  tags         = var.tags

  function = {
    arn             = module.function.arn
    role_name       = module.function.role_name
    timeout_seconds = var.function.timeout_seconds
  }
}

module "events" {
  source = "../../../../../modules/lambda-event-bridge"

  name                     = var.name
  permissions_boundary_arn = local.boundary_arn
  tags                     = var.tags

  dead_letter_queue = { arn = module.undelivered.arn }

  function = {
    arn  = module.function.arn
    name = module.function.name
  }

  rules = {
    api = {
      description   = "What the API tells of reservations and resources."
      event_pattern = jsonencode({ source = [var.event_source] })
    }
  }
}

# What EventBridge could not hand to the function.
module "undelivered" {
  source = "../../../../../modules/sqs-queue"

  dead_letters              = null
  kms_key_arn               = var.kms_data_key_arn
  message_retention_seconds = 1209600
  name                      = "${var.name}-undelivered"
  tags                      = var.tags

  senders = {
    events = { service = "events.amazonaws.com", source_arns = values(module.events.rule_arns) }
  }
}
