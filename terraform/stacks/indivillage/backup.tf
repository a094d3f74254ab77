# RDS keeps its own backups for point-in-time recovery. The vaults hold what outlives an instance or a file system: how often and for how
# long depends on how much a loss would hurt, which a tag says. Where copies are asked for, vaults in the replica region hold theirs.

locals {
  # What a store carries in order to be backed up so.
  backup_tags = { for importance in ["critical", "standard"] : importance => { Backup = "${local.name}-${importance}" } }

  # What volumes carry in order to be kept in snapshots.
  snapshot_tags = { Snapshots = local.name }

  restore_tests = {
    critical = {
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
    standard = {
      files = {
        metadata      = {}
        resource_type = "EFS"
        role_arn      = module.roles["backup"].arn
      }
    }
  }
}

module "backup" {
  source   = "../../modules/backup-plan"
  for_each = var.backups

  kms_key_arn   = module.kms_data.arn
  name          = "${local.name}-${each.key}"
  notifications = { topic_arn = local.alert_topic_arns["high"] }

  rules = {
    regular = {
      delete_after_days = each.value.retention_days
      schedule          = each.value.schedule
      copy = var.replicate ? {
        delete_after_days = each.value.retention_days
        vault_arn         = module.backup_replica[each.key].vault_arn
      } : null
    }
  }

  selections = {
    tagged = {
      role_arn = module.roles["backup"].arn
      tags     = local.backup_tags[each.key]
    }
  }

  restore_testing = var.restore_testing_schedule == null ? null : {
    schedule   = var.restore_testing_schedule
    selections = local.restore_tests[each.key]
  }
}

module "backup_replica" {
  source    = "../../modules/backup-plan"
  for_each  = { for importance, backup in var.backups : importance => backup if var.replicate }
  providers = { aws = aws.replica }

  kms_key_arn = module.kms_replica[0].arn
  name        = "${local.name}-${each.key}-copy"
}

# Volumes are found by the tag that instances hand on to them.
module "ebs_snapshots" {
  source = "../../modules/ebs-snapshots"

  account_id               = local.account_id
  kms_key_arns             = { data = module.kms_data.arn }
  name                     = "${local.name}-volumes"
  permissions_boundary_arn = aws_iam_policy.service_boundary.arn
  target_tags              = local.snapshot_tags

  schedules = {
    daily = { retention_days = var.snapshot_retention_days, time = "02:00" }
  }
}

# Every night the newest snapshot of the database, as files that other programs read, and the settings go to the bucket for backups. What
# is called depends on what is there, so a document of Systems Manager does it and not the schedule itself.

locals {
  export_inputs = {
    Bucket       = local.bucket_full_names["backups"]
    Database     = module.database.identifier
    ExportRole   = module.export_role.arn
    Key          = module.kms_data.arn
    SettingsPath = "/${local.name}"
    StateBucket  = var.state_bucket == null ? "" : var.state_bucket
    StateKey     = "indivillage/${var.environment}/terraform.tfstate"
  }

  export_bucket_arn = module.buckets["backups"].arn
}

resource "aws_ssm_document" "export" {
  name            = "${local.name}-export"
  document_format = "YAML"
  document_type   = "Automation"

  content = yamlencode({
    schemaVersion = "0.3"
    description   = "Writes the newest snapshot of the database and the settings into the bucket for backups."
    assumeRole    = module.export_automation_role.arn

    mainSteps = [{
      name   = "export"
      action = "aws:executeScript"
      isEnd  = true

      inputs = {
        Runtime      = "python3.11"
        Handler      = "handler"
        InputPayload = local.export_inputs
        Script       = file("${path.module}/backup/export.py")
      }
    }]
  })
}

module "export_schedule" {
  source = "../../modules/scheduled-call"

  account_id               = local.account_id
  dead_letter_queue        = local.failures
  name                     = "${local.name}-export"
  permissions_boundary_arn = aws_iam_policy.service_boundary.arn

  calls = {
    nightly = {
      action              = "startAutomationExecution"
      description         = "Exports the database and the settings of ${local.name}."
      input               = { DocumentName = aws_ssm_document.export.name }
      passed_role_arns    = [module.export_automation_role.principal_arn]
      schedule_expression = var.export_schedule
      service             = "ssm"

      # AWS's older examples name the definition, its newer ones the document and what becomes of it.
      # https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup-identity-based-policies.html
      permissions = {
        actions = ["ssm:StartAutomationExecution"]
        resources = [
          for kind in ["automation-definition/${local.name}-export:*", "automation-execution/*", "document/${local.name}-export"] :
          "arn:${local.partition}:ssm:${local.here}:${kind}"
        ]
      }
    }
  }
}

module "export_automation_role" {
  source = "../../modules/iam-role"

  description              = "Systems Manager: starts exports of the database and copies settings."
  inline_policies          = { export = data.aws_iam_policy_document.export_automation.json }
  name                     = "${local.name}-export-start"
  permissions_boundary_arn = aws_iam_policy.service_boundary.arn

  trust = {
    services = { "ssm.amazonaws.com" = { conditions = [local.own_account] } }
  }
}

# RDS writes an export with this role: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ExportSnapshot.Setup.html
module "export_role" {
  source = "../../modules/iam-role"

  description              = "RDS: writes exports of the database into the bucket for backups."
  inline_policies          = { export = data.aws_iam_policy_document.export.json }
  name                     = "${local.name}-export-write"
  permissions_boundary_arn = aws_iam_policy.service_boundary.arn

  trust = {
    services = { "export.rds.amazonaws.com" = { conditions = [local.own_account_if_said] } }
  }
}

data "aws_iam_policy_document" "export" {
  statement {
    sid       = "FindBucket"
    actions   = ["s3:GetBucketLocation", "s3:ListBucket"]
    resources = [local.export_bucket_arn]
  }

  statement {
    sid       = "WriteExports"
    actions   = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
    resources = ["${local.export_bucket_arn}/database/*"]
  }

  statement {
    sid       = "UseKeyOfBucket"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [module.kms_data.arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${var.region}.${local.dns_suffix}"]
    }
  }
}

data "aws_iam_policy_document" "export_automation" {
  # RDS knows no resource for looking at all snapshots of an instance but the instance and its snapshots.
  statement {
    sid     = "FindSnapshots"
    actions = ["rds:DescribeDBSnapshots"]
    resources = [
      "arn:${local.partition}:rds:${local.here}:db:${local.database_name}",
      "arn:${local.partition}:rds:${local.here}:snapshot:*",
    ]
  }

  # An export has no ARN that could be named beforehand.
  statement {
    sid       = "StartExports"
    actions   = ["rds:StartExportTask"]
    resources = ["*"]
  }

  statement {
    sid       = "HandOverRole"
    actions   = ["iam:PassRole"]
    resources = [module.export_role.principal_arn]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["export.rds.amazonaws.com"]
    }
  }

  # RDS encrypts an export with a grant that whoever starts it hands on.
  statement {
    sid       = "UseKey"
    actions   = ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]
    resources = [module.kms_data.arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = [for service in ["rds", "s3"] : "${service}.${var.region}.${local.dns_suffix}"]
    }
  }

  statement {
    sid       = "ReadSettings"
    actions   = ["ssm:GetParametersByPath"]
    resources = ["arn:${local.partition}:ssm:${local.here}:parameter/${local.name}", "arn:${local.partition}:ssm:${local.here}:parameter/${local.name}/*"]
  }

  statement {
    sid       = "WriteSettings"
    actions   = ["s3:PutObject"]
    resources = ["${local.export_bucket_arn}/configuration/*"]
  }

  dynamic "statement" {
    for_each = var.state_bucket == null ? [] : [var.state_bucket]

    content {
      sid       = "ReadState"
      actions   = ["s3:GetObject"]
      resources = ["arn:${local.partition}:s3:::${statement.value}/${local.export_inputs.StateKey}"]
    }
  }

  # The key of the state belongs to terraform/bootstrap, which gives it this name.
  dynamic "statement" {
    for_each = var.state_bucket == null ? [] : [var.state_key_alias]

    content {
      sid       = "UseKeyOfState"
      actions   = ["kms:Decrypt"]
      resources = ["arn:${local.partition}:kms:${local.here}:key/*"]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["s3.${var.region}.${local.dns_suffix}"]
      }

      condition {
        test     = "ForAnyValue:StringEquals"
        variable = "kms:ResourceAliases"
        values   = [statement.value]
      }
    }
  }
}
