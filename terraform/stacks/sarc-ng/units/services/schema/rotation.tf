# Passwords of the services' users change by a function of the code that AWS publishes for MySQL with two users. It signs in as the
# master in order to change a user that may be signed in at that moment.
# https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_available-rotation-templates.html

module "rotation" {
  source = "../../../../../modules/lambda-function"

  architecture             = "x86_64"
  description              = "Rotates the passwords of the users of the database."
  handler                  = var.rotation_function.handler
  kms_key_arn              = var.kms_data_key_arn
  log_kms_key_arn          = var.kms_logs_key_arn
  log_retention_days       = var.log_retention_days
  name                     = "${var.name}-rotation"
  package                  = { s3 = { bucket = var.packages_bucket, key = "rotation/${var.rotation_function.version}.zip" } }
  permissions_boundary_arn = local.boundary_arn
  runtime                  = var.rotation_function.runtime
  tags                     = var.tags

  # MySQL 8 takes names of 32 characters; the code takes 16 for the limit unless it is told.
  environment_variables = {
    EXCLUDE_CHARACTERS       = "/@\"'\\"
    SECRETS_MANAGER_ENDPOINT = "https://secretsmanager.${var.region}.${data.aws_partition.current.dns_suffix}"
    USERNAME_CHARACTER_LIMIT = "32"
  }

  permissions = {
    secrets = {
      service        = "secretsmanager.amazonaws.com"
      source_account = var.account_id
      source_arn     = "${local.secret_prefix}:${var.name}-*"
    }
  }

  policy_statements = {
    ChangePasswords = {
      actions = [
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetSecretValue",
        "secretsmanager:PutSecretValue",
        "secretsmanager:UpdateSecretVersionStage",
      ]
      resources = local.user_secret_arns
    }
    # A secret that RDS manages names no host: the code reads the database from the secret's tags, and asks RDS for it.
    # https://github.com/aws-samples/aws-secrets-manager-rotation-lambdas/tree/master/SecretsManagerRDSMySQLRotationMultiUser
    FindDatabase = {
      actions = ["rds:DescribeDBClusters", "rds:DescribeDBInstances"]
      resources = [
        for kind in ["cluster", "db"] : "arn:${local.partition}:rds:${var.region}:${var.account_id}:${kind}:${var.database.identifier}*"
      ]
    }
    MakePasswords = {
      actions   = ["secretsmanager:GetRandomPassword"]
      resources = ["*"]
    }
    ReadMasterSecret = {
      actions   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
      resources = [var.master_secret_arn]
    }
    UseKey = {
      actions    = ["kms:Decrypt", "kms:GenerateDataKey"]
      conditions = [local.decrypt_secrets]
      resources  = [var.kms_data_key_arn]
    }
  }

  vpc = {
    security_group_ids = [var.security_group_ids["functions"]]
    subnet_ids         = var.private_subnet_ids
  }
}
