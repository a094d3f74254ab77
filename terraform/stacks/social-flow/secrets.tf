locals {
  # ECS reads with the execution role when it starts a container, the containers themselves with their task role.
  # Written out and by principal_arn: a computed key, or arn, would wait for the roles' policies, and those wait for the secrets.
  secret_reader_arns = {
    execution    = module.roles["execution"].principal_arn
    rotation     = try(var.database_rotation.role_arn, null)
    task-app     = module.roles["task-app"].principal_arn
    task-beat    = module.roles["task-beat"].principal_arn
    task-migrate = module.roles["task-migrate"].principal_arn
    task-worker  = module.roles["task-worker"].principal_arn
  }

  # Which roles read which secret. No container starts with the master password, so the execution role does not read it.
  secret_readers = merge(
    {
      application     = ["execution", "task-app", "task-beat", "task-worker"]
      redis-auth      = ["execution", "task-app", "task-beat", "task-worker"]
      service-account = ["execution", "task-worker"]
      third-party     = ["execution", "task-app", "task-worker"]
    },
    local.rds_manages_password ? {} : { database = ["rotation", "task-migrate"] },
  )

  secret_descriptions = merge(
    {
      application     = "SECRET_KEY and JWT_SECRET of the application."
      redis-auth      = "Token of Redis, for clients that cannot sign in with IAM."
      service-account = "Credentials of service accounts."
      third-party     = "Keys of Stripe and SMTP. AWS needs none: tasks use their role."
    },
    local.rds_manages_password ? {} : { database = "Master password of the database, which has replicas." },
  )
}

# The database's master password is not here: RDS makes it, keeps it in a secret of its own and rotates it.
module "secrets" {
  source = "../../modules/secrets"

  kms_key_arn          = module.kms_data.arn
  name                 = local.name
  name_suffix          = var.secrets_name_suffix
  recovery_window_days = var.secrets_recovery_window_days

  secrets = {
    for key, description in local.secret_descriptions : key => {
      description = description
      reader_arns = [for role in local.secret_readers[key] : local.secret_reader_arns[role]]
      rotation = key != "database" ? null : {
        days       = var.database_rotation.days
        lambda_arn = var.database_rotation.function_arn
      }
    }
  }
}
