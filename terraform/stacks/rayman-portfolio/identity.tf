# Who may do what. The functions have a role each, which their module makes; the roles of flow logs and of the trail belong to theirs.

locals {
  managed_policies = "arn:${local.partition}:iam::aws:policy"

  # What each role may be taken by. AWS says for which account it asks, so nobody else can make it ask. Of AWS Backup that is not
  # documented: where the key is absent, a condition without IfExists would never match.
  own_account         = { test = "StringEquals", variable = "aws:SourceAccount", values = [local.account_id] }
  own_account_if_said = merge(local.own_account, { test = "StringEqualsIfExists" })

  # The parts of the application, each with rights of its own: two functions, and the tasks.
  clients = {
    api    = { sends = ["email", "processing"] }
    app    = { sends = ["email", "processing"] }
    worker = { sends = ["email"] }
  }

  client_statements = {
    for client, is in local.clients : client => {
      DecryptData = {
        actions    = ["kms:Decrypt", "kms:GenerateDataKey"]
        conditions = [{ test = "StringEquals", variable = "kms:ViaService", values = local.data_services }]
        resources  = [module.kms_data.arn]
      }
      ListMedia = {
        actions    = ["s3:ListBucket"]
        conditions = []
        resources  = [module.buckets["media"].arn]
      }
      MediaObjects = {
        actions    = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
        conditions = []
        resources  = ["${module.buckets["media"].arn}/*"]
      }
      Notify = {
        actions    = ["sns:Publish"]
        conditions = []
        resources  = [module.notifications.arn]
      }
      # CloudWatch knows no resource here; the namespace is what narrows the right.
      PublishMetrics = {
        actions    = ["cloudwatch:PutMetricData"]
        conditions = [{ test = "StringEquals", variable = "cloudwatch:namespace", values = [local.metric_namespace] }]
        resources  = ["*"]
      }
      ReadSecrets = {
        actions    = ["secretsmanager:GetSecretValue"]
        conditions = []
        resources  = values(module.secrets.arns)
      }
      SendMessages = {
        actions    = ["sqs:GetQueueAttributes", "sqs:SendMessage"]
        conditions = []
        resources  = [for queue in is.sends : module.queues[queue].arn]
      }
      SignInToRedis = {
        actions    = ["elasticache:Connect"]
        conditions = []
        resources  = [module.cache.arn, module.cache.user_arns[client]]
      }
    }
  }

  data_services = [for service in ["secretsmanager", "sns", "sqs"] : "${service}.${var.region}.${local.dns_suffix}"]

  # What the tasks are told, and, with what AWS decides, the functions. Secrets are told by ARN only.
  queue_prefix = "https://sqs.${var.region}.${local.dns_suffix}/${local.account_id}"

  container_settings = {
    AWS_REGION           = var.region
    EMAIL_QUEUE_URL      = "${local.queue_prefix}/${local.name}-email"
    ENVIRONMENT          = local.stage
    MEDIA_BUCKET         = "${local.name}-media-${local.account_id}"
    METRIC_NAMESPACE     = local.metric_namespace
    PROCESSING_QUEUE_URL = "${local.queue_prefix}/${local.name}-processing"
    REDIS_USER           = "${local.name}-app"
  }

  client_settings = {
    for client in keys(local.functions) : client => merge(
      { for key, value in local.container_settings : key => value if key != "AWS_REGION" },
      {
        API_KEYS_SECRET_ARN = module.secrets.arns["api-keys"]
        DATABASE_HOST       = var.database_proxy_enabled ? module.database.proxy.endpoint : module.database.address
        DATABASE_SECRET_ARN = module.secrets.arns["database"]
        REDIS_HOST          = module.cache.primary_endpoint_address
        REDIS_USER          = "${local.name}-${client}"
      },
    )
  }

  roles = {
    backup = {
      description = "AWS Backup: backs up, copies and restores."
      service     = "backup.amazonaws.com"
      condition   = local.own_account_if_said
    }
    execution = {
      description = "ECS: pulls the image, reads the secrets and parameters, writes the log."
      service     = "ecs-tasks.amazonaws.com"
    }
    task = {
      description = "Rights of the application's containers."
      service     = "ecs-tasks.amazonaws.com"
    }
  }

  # Apart from local.roles: these know the secrets and buckets, whose own policies know the roles.
  role_managed_policies = {
    backup = {
      backup  = "${local.managed_policies}/service-role/AWSBackupServiceRolePolicyForBackup"
      restore = "${local.managed_policies}/service-role/AWSBackupServiceRolePolicyForRestores"
    }
  }

  role_policies = {
    execution = { start-tasks = data.aws_iam_policy_document.execution.json }
    task      = { application = data.aws_iam_policy_document.task.json }
  }

  # Settings and metrics, no contents: ReadOnlyAccess would read what users upload.
  viewing_policies = {
    metrics  = "${local.managed_policies}/CloudWatchReadOnlyAccess"
    settings = "${local.managed_policies}/job-function/ViewOnlyAccess"
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
    services = { (each.value.service) = { conditions = [lookup(each.value, "condition", local.own_account)] } }
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
    resources = ["${module.log_groups.arns["app"]}:*"]
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
  dynamic "statement" {
    for_each = local.client_statements["app"]

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

# What people work with: a role that is taken for an hour, and by nobody who has not signed in with a second factor.
module "operator_role" {
  source = "../../modules/iam-role"

  description         = "People who operate the system: settings, metrics and support."
  managed_policy_arns = merge(local.viewing_policies, { support = "${local.managed_policies}/AWSSupportAccess" })
  name                = "${local.name}-operator"

  trust = {
    accounts = { (local.account_id) = { require_mfa = true } }
  }
}

module "people" {
  source = "../../modules/iam-people"

  manage_password_policy = var.manage_account_baseline
  name                   = local.name

  groups = {
    auditors   = { managed_policy_arns = { security-audit = "${local.managed_policies}/SecurityAudit" } }
    developers = { managed_policy_arns = local.viewing_policies }
    operators = {
      managed_policy_arns = merge(local.viewing_policies, { support = "${local.managed_policies}/AWSSupportAccess" })
      reads               = ["logs"]
    }
  }
}
