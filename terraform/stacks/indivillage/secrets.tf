# Values are put in by hand or by the rotation function, never by Terraform: only the first password of the database's master is made in
# passing (data.tf). The master's secret has a name that the specification gives, and no part of the application reads it.

locals {
  secret_root = "/${var.environment}"

  # The name of a deleted secret stays taken for as long as it can be restored.
  secret_suffix = var.secrets_name_suffix == null ? "" : "-${var.secrets_name_suffix}"

  secret_replica = var.replicate ? { kms_key_arn = module.kms_replica[0].arn, region = var.replica_region } : null

  # Whoever runs Terraform sets the master's password, and reads it from the secret: to plan, too. The pipeline always may, whoever
  # makes the plan, or the plan of one of its roles would lock the other one out. By name, so that a plan shows it.
  pipeline_deployer_arns = [for role in ["apply", "plan", "prepare"] : "arn:${local.partition}:iam::${local.account_id}:role/${module.pipeline_role.role_names[role]}"]

  deployer_arns = distinct(concat(local.pipeline_deployer_arns, coalescelist(var.deployer_arns, [data.aws_iam_session_context.current.issuer_arn])))

  # Written out and by principal_arn: a computed key, or arn, would wait for the roles' rights, and those wait for the secrets.
  secret_reader_arns = {
    background-tasks = module.functions["background-tasks"].principal_arn
    execution        = module.roles["execution"].principal_arn
    file-processor   = module.functions["file-processor"].principal_arn
    notifications    = module.functions["notifications"].principal_arn
    proxy            = module.database.proxy_role_arn
    rotation         = module.rotation.principal_arn
    task-api         = module.roles["task-api"].principal_arn
    task-scheduled   = module.roles["task-scheduled"].principal_arn
    task-worker      = module.roles["task-worker"].principal_arn
  }

  # The policy of a secret goes with its copy, so it names those who read the copy as well. Secrets Manager takes nobody who is not there.
  recovery_reader_arns = var.replicate && var.recovery_ready ? [
    for role in ["execution", "task-api", "task-worker"] : "arn:${local.partition}:iam::${local.account_id}:role/${local.recovery_name}-${role}"
  ] : []

  secrets = {
    api-keys = {
      description = "Keys of services of others, and the secret that signs tokens."
      readers     = ["execution", "notifications", "task-api"]
    }
    database = {
      description = "Name and password of the application's user of the database, for the proxy and for what cannot sign in with IAM."
      name        = "database/application"
      readers = concat(
        ["background-tasks", "execution", "file-processor", "rotation", "task-api", "task-scheduled", "task-worker"],
        var.database_proxy_enabled ? ["proxy"] : [],
      )
    }
    service-accounts = {
      description = "Credentials of accounts with services of others, such as mail and storage of clients."
      readers     = ["execution", "notifications", "task-worker"]
    }
  }
}

# The role or the user behind the credentials, not the session.
data "aws_iam_session_context" "current" {
  arn = data.aws_caller_identity.current.arn
}

module "secrets" {
  source = "../../modules/secrets"

  kms_key_arn          = module.kms_data.arn
  name                 = local.name
  recovery_window_days = var.secrets_recovery_window_days
  replica              = local.secret_replica

  secrets = {
    for key, secret in local.secrets : key => {
      description = secret.description
      name        = "${local.secret_root}/${try(secret.name, key)}${local.secret_suffix}"
      reader_arns = concat([for reader in secret.readers : local.secret_reader_arns[reader]], local.recovery_reader_arns)
    }
  }
}

# Apart from the others, because the policies of the application's roles name those as a whole.
module "database_credentials" {
  source = "../../modules/secrets"

  kms_key_arn          = module.kms_data.arn
  name                 = local.name
  recovery_window_days = var.secrets_recovery_window_days
  replica              = local.secret_replica

  secrets = {
    database = {
      description = "Name and password of the master of the database."
      name        = "${local.secret_root}/database/credentials${local.secret_suffix}"
      reader_arns = concat(local.deployer_arns, [module.rotation.principal_arn])
    }
  }
}

# Makes a new password, sets it in the database, and tries it. The master sets that of the application's user.
module "rotation" {
  source = "../../modules/lambda-function"

  description        = "Rotates the passwords of the database."
  handler            = "app.handler"
  kms_key_arn        = module.kms_data.arn
  log_kms_key_arn    = module.kms_logs.arn
  log_retention_days = var.log_retention_days
  memory_mb          = 1024
  name               = "${local.name}-rotation"
  package            = { s3 = { bucket = var.packages_bucket, key = "rotation/${var.secret_rotation.version}.zip" } }

  permissions_boundary_arn = aws_iam_policy.boundary.arn
  runtime                  = var.secret_rotation.runtime
  timeout_seconds          = 30

  # The secrets hold name and password alone. Where the database is, and whose password the master sets, is told here.
  environment_variables = {
    DATABASE_HOST_PARAMETER = module.parameters.names["database/writer-endpoint"]
    DATABASE_NAME           = "indivillage"
    DATABASE_PORT           = tostring(local.ports.database)
    MASTER_SECRET_NAME      = module.database_credentials.names["database"]
  }

  permissions = {
    for key, arn in local.rotated_secret_arns : key => {
      service        = "secretsmanager.amazonaws.com"
      source_account = local.account_id
      source_arn     = arn
    }
  }

  policy_statements = {
    Rotate = {
      actions   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"]
      resources = values(local.rotated_secret_arns)
    }
    MakePasswords = {
      actions   = ["secretsmanager:GetRandomPassword"]
      resources = ["*"]
    }
    ReadHost = {
      actions   = ["ssm:GetParameter"]
      resources = [module.parameters.arns["database/writer-endpoint"]]
    }
    UseKeyOfSecrets = {
      actions    = ["kms:Decrypt", "kms:GenerateDataKey"]
      conditions = [{ test = "StringEquals", variable = "kms:ViaService", values = ["secretsmanager.${var.region}.${local.dns_suffix}"] }]
      resources  = [module.kms_data.arn]
    }
  }

  vpc = {
    security_group_ids = [module.security_groups.ids["functions"]]
    subnet_ids         = values(module.network.subnet_ids["app"])
  }
}

locals {
  rotated_secret_arns = {
    application = module.secrets.arns["database"]
    master      = module.database_credentials.arns["database"]
  }
}

# What others have given us is changed where they are; what is ours rotates by itself. A new secret has no value yet that could be rotated.
resource "aws_secretsmanager_secret_rotation" "this" {
  for_each = local.rotated_secret_arns

  secret_id           = each.value
  rotation_lambda_arn = module.rotation.arn
  rotate_immediately  = false

  rotation_rules {
    automatically_after_days = var.secret_rotation.days
  }
}

# Settings below /<system>-<environment>/<service>. What AWS decides (host names) is here as well, so that nobody has to be told.
locals {
  database_reader_address = var.database_replica_count > 0 ? module.database.replicas["reader-1"].address : module.database.address

  settings = {
    "api/log-level"                 = { description = "Level from which messages are logged.", value = var.application_log_level }
    "cache/primary-endpoint"        = { description = "Host name of Redis for writes.", value = module.cache.primary_endpoint_address }
    "cache/reader-endpoint"         = { description = "Host name of Redis for reads.", value = module.cache.reader_endpoint_address }
    "database/name"                 = { description = "Name of the database.", value = "indivillage" }
    "database/reader-endpoint"      = { description = "Host name of the database for reads.", value = local.database_reader_address }
    "database/writer-endpoint"      = { description = "Host name of the database for writes.", value = module.database.address }
    "storage/allowed-suffixes"      = { description = "Ends of the names of files that may be uploaded.", type = "StringList", value = join(",", sort(var.upload_limits.suffixes)) }
    "storage/max-upload-bytes"      = { description = "Size in bytes up to which files may be uploaded.", value = tostring(var.upload_limits.max_bytes) }
    "storage/processed-bucket"      = { description = "Name of the bucket for results.", value = local.bucket_full_names["processed"] }
    "storage/uploads-bucket"        = { description = "Name of the bucket that takes uploads.", value = local.bucket_full_names["uploads"] }
    "storage/url-lifetime-seconds"  = { description = "Seconds for which a URL for an upload or a download holds.", value = tostring(var.upload_limits.url_lifetime_seconds) }
    "web/log-level"                 = { description = "Level from which messages are logged.", value = var.application_log_level }
    "worker/log-level"              = { description = "Level from which messages are logged.", value = var.application_log_level }
    "worker/processing-folder"      = { description = "Where instances have the temporary files that they share.", value = "${local.files_mount_point}/processing" }
    "worker/shared-settings-folder" = { description = "Where instances have the settings that they share.", value = "${local.files_mount_point}/settings" }
  }

  # Put in by people: an apply makes them with a placeholder and leaves them alone from then on.
  secret_settings = {
    "api/session-signing-key"  = { description = "Key that signs the sessions of visitors." }
    "web/preview-token"        = { description = "Token that shows pages before they are published." }
    "worker/smtp-relay-secret" = { description = "Password of the mail relay." }
  }
}

module "parameters" {
  source = "../../modules/ssm-parameters"

  kms_key_arn       = module.kms_data.arn
  parameters        = local.settings
  path              = "/${local.name}"
  secure_parameters = local.secret_settings
}

# Who has changed which setting or secret. Parameter Store tells of itself; what is done to secrets the trail of the account tells.
# https://docs.aws.amazon.com/secretsmanager/latest/userguide/monitoring-eventbridge.html
module "configuration_log" {
  source = "../../modules/log-groups"

  kms_key_arn        = module.kms_logs.arn
  log_retention_days = var.configuration_log_retention_days

  # EventBridge writes to groups below /aws/events only.
  log_groups = { changes = { name = "/aws/events/${local.name}/configuration" } }
}

data "aws_iam_policy_document" "configuration_log" {
  statement {
    sid       = "EventsOfThisAccount"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${module.configuration_log.arns["changes"]}:*"]

    principals {
      type        = "Service"
      identifiers = ["delivery.logs.amazonaws.com", "events.amazonaws.com"]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:events:${var.region}:${local.account_id}:rule/${local.name}-*"]
    }
  }
}

resource "aws_cloudwatch_log_resource_policy" "configuration" {
  policy_name     = "${local.name}-configuration"
  policy_document = data.aws_iam_policy_document.configuration_log.json
}

module "configuration_events" {
  source = "../../modules/event-bus"

  custom_bus = false
  name       = local.name

  rules = {
    parameter-changed = {
      description = "A parameter was made, changed, labelled or deleted."
      event_pattern = jsonencode({
        source      = ["aws.ssm"]
        detail-type = ["Parameter Store Change"]
        detail      = { name = [{ prefix = "/${local.name}/" }] }
      })
      targets = { log = { arn = module.configuration_log.arns["changes"] } }
    }
    secret-changed = {
      description = "A secret was made, changed, rotated, restored or deleted, or its policy was."
      event_pattern = jsonencode({
        source      = ["aws.secretsmanager"]
        detail-type = ["AWS API Call via CloudTrail", "AWS Service Event via CloudTrail"]
        detail = {
          eventSource = ["secretsmanager.amazonaws.com"]
          eventName = [
            "CancelRotateSecret", "CreateSecret", "DeleteResourcePolicy", "DeleteSecret", "PutResourcePolicy", "PutSecretValue", "RestoreSecret",
            "RotateSecret", "RotationFailed", "RotationSucceeded", "UpdateSecret", "UpdateSecretVersionStage",
          ]
        }
      })
      targets = { log = { arn = module.configuration_log.arns["changes"] } }
    }
  }

  # EventBridge may write before it is told to.
  depends_on = [aws_cloudwatch_log_resource_policy.configuration]
}
