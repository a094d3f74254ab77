locals {
  own_account = { test = "StringEquals", variable = "aws:SourceAccount", values = [var.account_id] }

  decrypt_secrets = {
    test     = "StringEquals"
    variable = "kms:ViaService"
    values   = ["secretsmanager.${var.region}.${data.aws_partition.current.dns_suffix}"]
  }

  roles = {
    execution = {
      description = "ECS: pulls the image of the schema's task, reads its parameters, writes its log."
      policies    = { start-tasks = data.aws_iam_policy_document.execution.json }
    }
    task = {
      description = "The task of the schema: reads the master's secret, makes users, and keeps a dump of what it changes."
      policies    = { schema = data.aws_iam_policy_document.task.json }
    }
  }
}

module "roles" {
  source   = "../../../../../modules/iam-role"
  for_each = local.roles

  description              = each.value.description
  inline_policies          = each.value.policies
  name                     = "${var.name}-schema-${each.key}"
  permissions_boundary_arn = local.boundary_arn
  tags                     = var.tags

  trust = {
    services = { "ecs-tasks.amazonaws.com" = { conditions = [local.own_account] } }
  }
}

data "aws_iam_policy_document" "execution" {
  # ECR gives this token for the whole registry and knows no narrower resource.
  statement {
    sid       = "SignInToRegistry"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    sid       = "PullImage"
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = [var.repository_arn]
  }

  statement {
    sid       = "PullGuardDutyAgent"
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = ["arn:${local.partition}:ecr:${var.region}:*:repository/aws-guardduty-agent-fargate"]
  }

  statement {
    sid       = "WriteLogs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${module.log_groups.arns["schema"]}:*"]
  }

  statement {
    sid       = "ReadConfiguration"
    actions   = ["ssm:GetParameters"]
    resources = ["${local.parameter_prefix}${var.parameter_path}/*", "${local.parameter_prefix}/${var.name}/schema/*"]
  }
}

data "aws_iam_policy_document" "task" {
  statement {
    sid       = "ReadMasterSecret"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [var.master_secret_arn]
  }

  # A secret is made without a value: the task makes the first password of each user, and puts it there.
  statement {
    sid       = "KeepPasswordsOfUsers"
    actions   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"]
    resources = local.user_secret_arns
  }

  statement {
    sid       = "MakePasswords"
    actions   = ["secretsmanager:GetRandomPassword"]
    resources = ["*"]
  }

  statement {
    sid       = "UseKeyForSecrets"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.kms_data_key_arn]

    condition {
      test     = local.decrypt_secrets.test
      variable = local.decrypt_secrets.variable
      values   = local.decrypt_secrets.values
    }
  }

  statement {
    sid       = "KeepDumps"
    actions   = ["s3:PutObject"]
    resources = ["${module.backups.arn}/schema/*"]
  }

  statement {
    sid       = "UseKeyForDumps"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.kms_data_key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${var.region}.${data.aws_partition.current.dns_suffix}"]
    }
  }
}
