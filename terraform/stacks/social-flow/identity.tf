# The roles that the services work with. The role of the flow logs belongs to the module network.

locals {
  managed_policies = "arn:${local.partition}:iam::aws:policy"

  # What each role may be taken by. AWS says for which account it asks, so nobody else can make it ask. Of AWS Backup that is not
  # documented: where the key is absent, a condition without IfExists would never match.
  own_account         = { test = "StringEquals", variable = "aws:SourceAccount", values = [local.account_id] }
  own_account_if_said = merge(local.own_account, { test = "StringEqualsIfExists" })

  roles = {
    execution = {
      description = "ECS: pulls the images, reads the secrets and parameters, writes the logs."
      service     = "ecs-tasks.amazonaws.com"
    }
    task-app = {
      description = "Rights of the application's containers."
      service     = "ecs-tasks.amazonaws.com"
    }
    task-beat = {
      description = "Rights of the scheduler's container."
      service     = "ecs-tasks.amazonaws.com"
    }
    # Run by hand with the application's image: it alone is the master of the database.
    task-migrate = {
      description = "Makes the users and tables of the database."
      service     = "ecs-tasks.amazonaws.com"
    }
    task-worker = {
      description = "Rights of the worker's containers."
      service     = "ecs-tasks.amazonaws.com"
    }
    backup = {
      description = "AWS Backup: backs up, copies and restores."
      service     = "backup.amazonaws.com"
      condition   = local.own_account_if_said
    }
  }

  # Apart from local.roles: these know the secrets and buckets, whose own policies know the roles.
  role_managed_policies = {
    backup = {
      backup  = "${local.managed_policies}/service-role/AWSBackupServiceRolePolicyForBackup"
      restore = "${local.managed_policies}/service-role/AWSBackupServiceRolePolicyForRestores"
    }
  }

  role_policies = merge(
    { execution = { start-tasks = data.aws_iam_policy_document.execution.json } },
    { task-migrate = { database = data.aws_iam_policy_document.migrate.json } },
    { for role, document in data.aws_iam_policy_document.task : role => { application = document.json } },
  )

  # The tasks sign in to the database as users of their own, which task-migrate has made. IAM names a user by the instance that it
  # is a user of: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
  database_user_prefixes = [
    for id in concat([module.database.resource_id], [for replica in module.database.replicas : replica.resource_id]) :
    "arn:${local.partition}:rds-db:${var.region}:${local.account_id}:dbuser:${id}"
  ]

  # Settings and metrics, no contents: ReadOnlyAccess would read what users upload.
  viewing_policies = {
    metrics  = "${local.managed_policies}/CloudWatchReadOnlyAccess"
    settings = "${local.managed_policies}/job-function/ViewOnlyAccess"
  }

  # What the role of each task may do beside reading its secrets: objects are actions by bucket. The scheduler keeps its schedule in
  # a file and puts what is due into the queue: it neither does the work nor sees the data.
  task_rights = {
    task-app = {
      database = true
      metrics  = true
      objects = {
        static  = ["s3:GetObject"]
        uploads = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
        videos  = ["s3:DeleteObject", "s3:GetObject"]
      }
    }
    task-beat = {
      database = false
      metrics  = false
      objects  = {}
    }
    task-worker = {
      database = true
      metrics  = true
      objects = {
        static  = ["s3:GetObject", "s3:PutObject"]
        uploads = ["s3:DeleteObject", "s3:GetObject"]
        videos  = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
      }
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
    services = { (each.value.service) = { conditions = [lookup(each.value, "condition", local.own_account)] } }
  }
}

# Apart from the others, because the database waits for its rights and the rights of the tasks wait for the database.
module "rds_monitoring_role" {
  source = "../../modules/iam-role"

  description         = "RDS: writes the metrics of enhanced monitoring."
  managed_policy_arns = { monitoring = "${local.managed_policies}/service-role/AmazonRDSEnhancedMonitoringRole" }
  name                = "${local.name}-rds-monitoring"

  trust = {
    services = { "monitoring.rds.amazonaws.com" = { conditions = [local.own_account] } }
  }
}

moved {
  from = module.roles["rds-monitoring"]
  to   = module.rds_monitoring_role
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
    resources = [for key, readers in local.secret_readers : module.secrets.arns[key] if contains(readers, "execution")]
  }

  statement {
    sid       = "DecryptSecrets"
    actions   = ["kms:Decrypt"]
    resources = [module.kms_data.arn]
  }
}

data "aws_iam_policy_document" "task" {
  for_each = local.task_rights

  dynamic "statement" {
    for_each = each.value.objects

    content {
      sid       = "Objects${title(statement.key)}"
      actions   = statement.value
      resources = ["${module.buckets[statement.key].arn}/*"]
    }
  }

  dynamic "statement" {
    for_each = length(each.value.objects) > 0 ? [keys(each.value.objects)] : []

    content {
      sid       = "ListBuckets"
      actions   = ["s3:ListBucket"]
      resources = [for bucket in statement.value : module.buckets[bucket].arn]
    }
  }

  statement {
    sid       = "ReadSecrets"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [for key, readers in local.secret_readers : module.secrets.arns[key] if contains(readers, each.key)]
  }

  statement {
    sid       = "DecryptSecrets"
    actions   = ["kms:Decrypt"]
    resources = [module.kms_data.arn]
  }

  dynamic "statement" {
    for_each = each.value.database ? [trimprefix(each.key, "task-")] : []

    content {
      sid       = "SignInToDatabase"
      actions   = ["rds-db:connect"]
      resources = [for prefix in local.database_user_prefixes : "${prefix}/${statement.value}"]
    }
  }

  # CloudWatch knows no resource here; the namespace is what narrows the right.
  dynamic "statement" {
    for_each = each.value.metrics ? [local.metric_namespace] : []

    content {
      sid       = "PublishMetrics"
      actions   = ["cloudwatch:PutMetricData"]
      resources = ["*"]

      condition {
        test     = "StringEquals"
        variable = "cloudwatch:namespace"
        values   = [statement.value]
      }
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

data "aws_iam_policy_document" "migrate" {
  statement {
    sid       = "ReadMasterPassword"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [local.database_secret_arn]
  }

  statement {
    sid       = "DecryptSecrets"
    actions   = ["kms:Decrypt"]
    resources = [module.kms_data.arn]
  }
}

module "people" {
  source = "../../modules/iam-people"

  manage_password_policy = var.manage_account_baseline
  name                   = local.name

  groups = {
    auditors   = { managed_policy_arns = { security-audit = "${local.managed_policies}/SecurityAudit" } }
    billing    = { managed_policy_arns = { billing = "${local.managed_policies}/AWSBillingReadOnlyAccess" } }
    developers = { managed_policy_arns = local.viewing_policies }
    operators = {
      managed_policy_arns = merge(local.viewing_policies, { support = "${local.managed_policies}/AWSSupportAccess" })
      reads               = ["logs"]
    }
  }
}
