# RDS keeps its own backups for point-in-time recovery. The vault holds daily snapshots that outlive the instance, and where copies
# are asked for, another vault in the replica region holds theirs.

module "backup" {
  source = "../../modules/backup-plan"

  kms_key_arn = module.kms_data.arn
  name        = local.name

  rules = {
    daily = {
      # RDS lets no backup start during its own windows (03:00 and, on Sundays, 05:00) or in the hour before them.
      schedule          = "cron(0 1 * * ? *)"
      delete_after_days = var.database_backup_retention_days
      copy = var.replicate ? {
        delete_after_days = var.database_backup_retention_days
        vault_arn         = module.backup_replica[0].vault_arn
      } : null
    }
  }

  selections = {
    database = {
      role_arn = module.roles["backup"].arn
      tags     = { Backup = local.name }
    }
  }
}

module "backup_replica" {
  source    = "../../modules/backup-plan"
  count     = var.replicate ? 1 : 0
  providers = { aws = aws.replica }

  kms_key_arn = module.kms_replica[0].arn
  name        = "${local.name}-replica"
}

# Snapshots are a day apart; this also carries the changes in between to the replica region.
resource "aws_db_instance_automated_backups_replication" "database" {
  count    = var.replicate ? 1 : 0
  provider = aws.replica

  kms_key_id             = module.kms_replica[0].arn
  retention_period       = var.database_backup_retention_days
  source_db_instance_arn = module.database.arn
}
