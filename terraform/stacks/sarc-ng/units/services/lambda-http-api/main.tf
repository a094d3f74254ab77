# The same API as a function behind API Gateway. Whether its name leads here or to the tasks is decided by the record.

data "aws_partition" "current" {}

locals {
  has_domain = var.certificate != null && var.domain_name != null
  partition  = data.aws_partition.current.partition

  # Without it the pipeline neither makes nor changes a role (units/account/pipeline.tf).
  boundary_arn = "arn:${local.partition}:iam::aws:policy/PowerUserAccess"

  # The user of the database and what belongs to releases is called so, because the tasks have the name of the service for themselves.
  function_key  = "${var.name}-function"
  parameter_arn = "arn:${local.partition}:ssm:${var.region}:${var.account_id}:parameter${var.parameter_path}"

  # Without the random suffix, by which Secrets Manager finds it as well, and so that a plan shows what the function is told.
  secret_arn = "arn:${local.partition}:secretsmanager:${var.region}:${var.account_id}:secret:${local.function_key}/database"

  callers = {
    authorization = var.authorizer == null ? "NONE" : "JWT"
    authorizer    = var.authorizer == null ? null : "clients"
    function      = "api"
  }
}

module "function" {
  source = "../../../../../modules/lambda-function"

  description              = "Answers the requests of the API."
  handler                  = var.function.handler
  kms_key_arn              = var.kms_data_key_arn
  log_kms_key_arn          = var.kms_logs_key_arn
  log_retention_days       = var.log_retention_days
  memory_mb                = var.function.memory_mb
  name                     = var.name
  package                  = { s3 = { bucket = var.packages_bucket, key = "api/${var.function.version}.zip" } }
  permissions_boundary_arn = local.boundary_arn
  runtime                  = var.function.runtime
  tags                     = var.tags
  timeout_seconds          = var.function.timeout_seconds

  aliases = {
    live = {
      moved_by_codedeploy     = var.release.enabled
      provisioned_concurrency = var.function.provisioned_concurrency
    }
  }

  # The function reads the secret when it connects, and its settings when it begins: neither is ever one of its variables.
  environment_variables = merge(var.environment_variables, {
    CONFIGURATION_PATH  = var.parameter_path
    DATABASE_SECRET_ARN = local.secret_arn
  })

  policy_statements = merge(var.policy_statements, {
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
  })

  vpc = {
    security_group_ids = var.security_group_ids
    subnet_ids         = var.private_subnet_ids
  }
}

# The function's own user of the database, as in ecs-alb-service.
module "secrets" {
  source = "../../../../../modules/secrets"

  kms_key_arn          = var.kms_data_key_arn
  name                 = local.function_key
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

module "api" {
  source = "../../../../../modules/lambda-http-api"

  authorizers        = var.authorizer == null ? {} : { clients = var.authorizer }
  description        = "Requests of the API of SARC-NG."
  domains            = local.has_domain ? { (var.domain_name) = { certificate_arn = var.certificate.arn } } : {}
  log_kms_key_arn    = var.kms_logs_key_arn
  log_retention_days = var.log_retention_days
  name               = var.name
  routes             = { "$default" = local.callers }
  tags               = var.tags
  throttling         = var.throttling

  functions = {
    api = {
      alias      = "live"
      invoke_arn = module.function.alias_invoke_arns["live"]
      name       = module.function.name
    }
  }
}
