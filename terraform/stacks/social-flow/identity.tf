# The roles that the services work with. The role of the flow logs belongs to the module network.

locals {
  managed_policies = "arn:aws:iam::aws:policy"

  # What each role may be taken by. AWS says for which account it asks, so nobody else can make it ask.
  own_account = { test = "StringEquals", variable = "aws:SourceAccount", values = [local.account_id] }

  roles = {
    execution = {
      description = "ECS: pulls the image, reads the secrets and parameters, writes the logs."
      service     = "ecs-tasks.amazonaws.com"
    }
    task-app = {
      description = "Rights of the application's containers."
      service     = "ecs-tasks.amazonaws.com"
    }
    task-worker = {
      description = "Rights of the Celery containers."
      service     = "ecs-tasks.amazonaws.com"
    }
    rds-monitoring = {
      description = "RDS: writes the metrics of enhanced monitoring."
      service     = "monitoring.rds.amazonaws.com"
    }
    backup = {
      description = "AWS Backup: backs up, copies and restores."
      service     = "backup.amazonaws.com"
    }
  }

  # Apart from local.roles: these know the secrets and buckets, whose own policies know the roles.
  role_managed_policies = {
    backup = {
      backup  = "${local.managed_policies}/service-role/AWSBackupServiceRolePolicyForBackup"
      restore = "${local.managed_policies}/service-role/AWSBackupServiceRolePolicyForRestores"
    }
    rds-monitoring = {
      monitoring = "${local.managed_policies}/service-role/AmazonRDSEnhancedMonitoringRole"
    }
  }

  role_policies = merge(
    { execution = { start-tasks = data.aws_iam_policy_document.execution.json } },
    { for role, document in data.aws_iam_policy_document.task : role => { application = document.json } },
  )

  secret_arns = concat(values(module.secrets.arns), local.rds_manages_password ? [module.database.master_user_secret_arn] : [])

  # Actions on the objects of each bucket, by task role.
  task_object_actions = {
    task-app = {
      static  = ["s3:GetObject"]
      uploads = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
      videos  = ["s3:DeleteObject", "s3:GetObject"]
    }
    task-worker = {
      static  = ["s3:GetObject", "s3:PutObject"]
      uploads = ["s3:DeleteObject", "s3:GetObject"]
      videos  = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
    }
  }
}

module "roles" {
  source   = "../../modules/iam-role"
  for_each = local.roles

  description         = each.value.description
  inline_policies     = lookup(local.role_policies, each.key, {})
  managed_policy_arns = lookup(local.role_managed_policies, each.key, {})
  name                = "${local.name}-${each.key}"

  trust = {
    services = { (each.value.service) = { conditions = [local.own_account] } }
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
    resources = [module.image_repository.arn]
  }

  statement {
    sid       = "WriteLogs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = [for service in ["app", "beat", "worker"] : "${module.log_groups.arns[service]}:*"]
  }

  statement {
    sid       = "ReadParameters"
    actions   = ["ssm:GetParameters"]
    resources = ["${local.parameter_prefix}/${local.name}/*"]
  }

  statement {
    sid       = "ReadSecrets"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = values(module.secrets.arns)
  }

  statement {
    sid       = "DecryptSecrets"
    actions   = ["kms:Decrypt"]
    resources = [module.kms_data.arn]
  }
}

data "aws_iam_policy_document" "task" {
  for_each = local.task_object_actions

  dynamic "statement" {
    for_each = each.value

    content {
      sid       = "Objects${title(statement.key)}"
      actions   = statement.value
      resources = ["${module.buckets[statement.key].arn}/*"]
    }
  }

  statement {
    sid       = "ListBuckets"
    actions   = ["s3:ListBucket"]
    resources = [for bucket in keys(each.value) : module.buckets[bucket].arn]
  }

  statement {
    sid       = "ReadSecrets"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = local.secret_arns
  }

  statement {
    sid       = "DecryptSecrets"
    actions   = ["kms:Decrypt"]
    resources = [module.kms_data.arn]
  }

  # CloudWatch knows no resource here; the namespace is what narrows the right.
  statement {
    sid       = "PublishMetrics"
    actions   = ["cloudwatch:PutMetricData"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "cloudwatch:namespace"
      values   = [local.metric_namespace]
    }
  }

  dynamic "statement" {
    for_each = local.redis_uses_token ? [] : [trimprefix(each.key, "task-")]

    content {
      sid       = "SignInToRedis"
      actions   = ["elasticache:Connect"]
      resources = [module.cache.arn, module.cache.user_arns[statement.value]]
    }
  }
}

module "people" {
  source = "../../modules/iam-people"

  manage_password_policy = var.manage_account_baseline
  name                   = local.name

  groups = {
    auditors   = { managed_policy_arns = { security-audit = "${local.managed_policies}/SecurityAudit" } }
    billing    = { managed_policy_arns = { billing = "${local.managed_policies}/AWSBillingReadOnlyAccess" } }
    developers = { managed_policy_arns = { read-only = "${local.managed_policies}/ReadOnlyAccess" } }
    operators = {
      managed_policy_arns = {
        read-only = "${local.managed_policies}/ReadOnlyAccess"
        support   = "${local.managed_policies}/AWSSupportAccess"
      }
    }
  }
}
