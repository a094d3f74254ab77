# Two roles: with one ECS starts a task, with the other the containers act.

locals {
  # AWS says for which account it asks, so nobody else can make it ask:
  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
  own_account = { test = "StringEquals", variable = "aws:SourceAccount", values = [var.account_id] }

  role_descriptions = {
    execution = "ECS: pulls the image of ${var.name}, reads its secret and its parameters, writes its log."
    task      = "Rights of the containers of ${var.name}."
  }

  role_policies = {
    execution = { start-tasks = data.aws_iam_policy_document.execution.json }
    task      = local.task_has_rights ? { application = data.aws_iam_policy_document.task.json } : {}
  }

  task_has_rights = length(var.task_policy_statements) > 0 || var.parameter_path != null
}

module "roles" {
  source   = "../../../../../modules/iam-role"
  for_each = local.role_descriptions

  description              = each.value
  inline_policies          = local.role_policies[each.key]
  name                     = "${var.name}-${each.key}"
  permissions_boundary_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/PowerUserAccess"
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

  # GuardDuty adds its agent to the tasks. The image lies in an account of AWS, in each region another one:
  # https://docs.aws.amazon.com/guardduty/latest/ug/prereq-runtime-monitoring-ecs-support.html
  statement {
    sid       = "PullGuardDutyAgent"
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = ["arn:${local.partition}:ecr:${var.region}:*:repository/aws-guardduty-agent-fargate"]
  }

  statement {
    sid       = "WriteLogs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${module.log_groups.arns["service"]}:*"]
  }

  dynamic "statement" {
    for_each = var.parameter_path == null ? [] : [var.parameter_path]

    content {
      sid       = "ReadConfiguration"
      actions   = ["ssm:GetParameters"]
      resources = ["${local.parameter_prefix}${statement.value}/*"]
    }
  }

  dynamic "statement" {
    for_each = module.secrets

    content {
      sid       = "ReadOwnSecret"
      actions   = ["secretsmanager:GetSecretValue"]
      resources = [statement.value.arns["database"]]
    }
  }

  dynamic "statement" {
    for_each = module.secrets

    content {
      sid       = "DecryptOwnSecret"
      actions   = ["kms:Decrypt"]
      resources = [var.kms_data_key_arn]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["secretsmanager.${var.region}.${data.aws_partition.current.dns_suffix}"]
      }
    }
  }
}

data "aws_iam_policy_document" "task" {
  dynamic "statement" {
    for_each = var.parameter_path == null ? [] : [var.parameter_path]

    content {
      sid       = "ReadConfiguration"
      actions   = ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"]
      resources = ["${local.parameter_prefix}${statement.value}", "${local.parameter_prefix}${statement.value}/*"]
    }
  }

  dynamic "statement" {
    for_each = var.task_policy_statements

    content {
      sid       = statement.key
      actions   = statement.value.actions
      resources = statement.value.resources

      dynamic "condition" {
        for_each = statement.value.conditions

        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }
}

# The service's own user of the database. The task of the schema makes the user and puts a first password here. Containers get the
# password when they start, so the function rotates between two users: a task that runs keeps a password that is good until the rotation
# after the next. https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-two-users.html
module "secrets" {
  source = "../../../../../modules/secrets"
  count  = var.database_access == null ? 0 : 1

  kms_key_arn          = var.kms_data_key_arn
  name                 = var.name
  recovery_window_days = var.secrets_recovery_window_days
  tags                 = var.tags

  secrets = {
    database = {
      description = "User of the database that ${var.name} signs in as."
      reader_arns = [module.roles["execution"].principal_arn, var.database_access.schema_role_arn, var.database_access.rotation.role_arn]
      rotation    = { days = var.database_access.rotation.days, lambda_arn = var.database_access.rotation.lambda_arn }
    }
  }
}
