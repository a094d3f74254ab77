locals {
  # ECS reads with the execution role when it starts a container, the containers themselves with their task role.
  # Written out: module.roles[…] with a computed key would wait for the roles' policies, and those wait for the secrets.
  secret_reader_arns = [
    module.roles["execution"].arn,
    module.roles["task-app"].arn,
    module.roles["task-worker"].arn,
  ]

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
      reader_arns = local.secret_reader_arns
    }
  }
}
