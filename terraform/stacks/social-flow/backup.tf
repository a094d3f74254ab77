# RDS keeps its own backups for point-in-time recovery. The vault holds daily snapshots that outlive the instance.

module "backup" {
  source = "../../modules/backup-plan"

  kms_key_arn = module.kms_data.arn
  lock        = var.backup_lock_days == null ? null : { min_retention_days = var.backup_lock_days }
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

  restore_testing = var.restore_testing_schedule == null ? null : {
    schedule = var.restore_testing_schedule
    selections = {
      database = {
        resource_type = "RDS"
        role_arn      = module.roles["backup"].arn

        # Left to itself AWS Backup restores into the default VPC, or fails where there is none.
        metadata = {
          dbSubnetGroupName   = module.database.subnet_group_name
          vpcSecurityGroupIds = jsonencode([module.security_groups.ids["database"]])
        }
      }
    }
  }
}

module "backup_replica" {
  source    = "../../modules/backup-plan"
  count     = var.replicate ? 1 : 0
  providers = { aws = aws.replica }

  kms_key_arn = module.kms_replica[0].arn
  lock        = var.backup_lock_days == null ? null : { min_retention_days = var.backup_lock_days }
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
