# RDS keeps its own backups for point-in-time recovery, and deletes them with the database. The vault holds daily snapshots that outlive it.

data "aws_partition" "current" {}

module "backup_role" {
  source = "../../../../modules/iam-role"
  count  = local.is_member ? 0 : 1

  description = "AWS Backup: backs up and restores the database."
  name        = "${local.identifier}-backup"
  tags        = var.tags

  managed_policy_arns = {
    for name in ["Backup", "Restores"] :
    lower(name) => "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AWSBackupServiceRolePolicyFor${name}"
  }

  # That AWS Backup says for which account it asks is not documented: where the key is absent, a condition without IfExists never matches.
  trust = {
    services = {
      "backup.amazonaws.com" = {
        conditions = [{ test = "StringEqualsIfExists", variable = "aws:SourceAccount", values = [var.account_id] }]
      }
    }
  }
}

module "backup" {
  source = "../../../../modules/backup-plan"
  count  = local.is_member ? 0 : 1

  kms_key_arn = var.kms_data_key_arn
  name        = local.identifier
  tags        = var.tags

  rules = {
    daily = {
      # RDS lets no backup start during its own windows (Mondays from 00:00, every day from 03:00) or in the hour before them.
      schedule          = "cron(0 8 * * ? *)"
      delete_after_days = var.backup_retention_days
    }
  }

  selections = {
    database = {
      role_arn = module.backup_role[0].arn
      tags     = { Backup = local.identifier }
    }
  }
}
