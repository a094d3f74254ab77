# Values are put in by hand or by a rotation function, never by Terraform. RDS keeps the master password in a secret of its own, which
# no part of the application reads: `database` holds the name, the password and the address of the application's user.

locals {
  secret_descriptions = {
    api-keys = "Keys of services of others, and the secret that signs tokens."
    database = "Connection string of the application's user, its name and its password."
  }

  # Written out and by principal_arn: a computed key, or arn, would wait for the roles' rights, and those wait for the secrets.
  secret_reader_arns = {
    api       = module.functions["api"].principal_arn
    execution = module.roles["execution"].principal_arn
    task      = module.roles["task"].principal_arn
    worker    = module.functions["worker"].principal_arn
  }
}

module "secrets" {
  source = "../../modules/secrets"

  kms_key_arn          = module.kms_data.arn
  name                 = local.name
  name_suffix          = var.secrets_name_suffix
  recovery_window_days = var.secrets_recovery_window_days

  secrets = {
    for key, description in local.secret_descriptions : key => {
      description = description
      reader_arns = concat(
        values(local.secret_reader_arns),
        key == "database" && var.database_proxy_enabled ? [module.database.proxy_role_arn] : [],
        [for rotation in [lookup(var.secret_rotations, key, null)] : rotation.role_arn if rotation != null],
      )
      rotation = try({ days = var.secret_rotations[key].days, lambda_arn = var.secret_rotations[key].function_arn }, null)
    }
  }
}
