# Roles of this region's own: those of the primary region may do nothing here. The secrets' copies name them as readers
# (recovery_ready in the stack indivillage).

locals {
  instance_policies = {
    cloudwatch-agent = "${local.managed_policies}/CloudWatchAgentServerPolicy"
    systems-manager  = "${local.managed_policies}/AmazonSSMManagedInstanceCore"
  }

  # EC2 takes its roles without saying for which account.
  roles = merge(
    {
      app       = { description = "Instances of the application tier: join the cluster of ECS, are managed and watched.", service = "ec2.amazonaws.com", profile = true }
      execution = { description = "ECS: pulls the images, reads the secrets and parameters, writes the logs.", service = "ecs-tasks.amazonaws.com", profile = false }
      web       = { description = "Instances of the web tier: are managed and watched, and read their settings.", service = "ec2.amazonaws.com", profile = true }
    },
    {
      for service in keys(var.services) : "task-${service}" => { description = "Rights of the containers of ${service}.", service = "ecs-tasks.amazonaws.com", profile = false }
    },
  )

  role_managed_policies = {
    app = merge(local.instance_policies, { container-instance = "${local.managed_policies}/service-role/AmazonEC2ContainerServiceforEC2Role" })
    web = local.instance_policies
  }

  role_policies = merge(
    {
      execution = { start-tasks = data.aws_iam_policy_document.execution.json }
      web       = { settings = data.aws_iam_policy_document.settings.json }
    },
    { for service in keys(var.services) : "task-${service}" => { application = data.aws_iam_policy_document.task[service].json } },
  )
}

module "roles" {
  source   = "../../modules/iam-role"
  for_each = local.roles

  create_instance_profile = each.value.profile
  description             = each.value.description
  inline_policies         = lookup(local.role_policies, each.key, {})
  managed_policy_arns     = lookup(local.role_managed_policies, each.key, {})
  name                    = "${local.name}-${each.key}"

  trust = {
    services = { (each.value.service) = { conditions = each.value.profile ? [] : [local.own_account] } }
  }
}

data "aws_iam_policy_document" "settings" {
  statement {
    sid       = "ReadSettings"
    actions   = ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"]
    resources = ["arn:${local.partition}:ssm:${local.here}:parameter/${local.name}/web", "arn:${local.partition}:ssm:${local.here}:parameter/${local.name}/web/*"]
  }

  statement {
    sid       = "DecryptSettings"
    actions   = ["kms:Decrypt"]
    resources = [module.kms_data.arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = [for service in ["s3", "ssm"] : "${service}.${var.region}.${local.dns_suffix}"]
    }
  }

  # The agent of CodeDeploy fetches a release with the role of the instance.
  statement {
    sid       = "ReadReleases"
    actions   = ["s3:GetObject", "s3:GetObjectVersion"]
    resources = ["${module.releases_bucket.arn}/*"]
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
    sid       = "PullImages"
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = [for service in keys(var.services) : "arn:${local.partition}:ecr:${local.here}:repository/${local.primary_name}-${service}"]
  }

  statement {
    sid       = "ReadParameters"
    actions   = ["ssm:GetParameters"]
    resources = ["${local.parameter_prefix}/${local.name}/*"]
  }

  # The names of secrets end in six characters of AWS's.
  statement {
    sid       = "ReadSecrets"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [for name in values(local.secret_names) : "${local.secret_prefix}:${name}-??????"]
  }

  # The copies of secrets have the key that the stack indivillage made here.
  statement {
    sid       = "DecryptSecrets"
    actions   = ["kms:Decrypt"]
    resources = ["arn:${local.partition}:kms:${local.here}:key/*"]

    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "kms:ResourceAliases"
      values   = local.key_aliases
    }

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = [for service in ["secretsmanager", "ssm"] : "${service}.${var.region}.${local.dns_suffix}"]
    }
  }

  statement {
    sid       = "WriteLogs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = [for service in keys(var.services) : "${module.log_groups.arns[service]}:*"]
  }
}

data "aws_iam_policy_document" "task" {
  for_each = var.services

  statement {
    sid       = "ReadFiles"
    actions   = ["s3:GetObject"]
    resources = [for bucket in [local.uploads_bucket_name, local.processed_bucket_name] : "arn:${local.partition}:s3:::${bucket}/*"]
  }

  statement {
    sid       = "WriteResults"
    actions   = ["s3:PutObject"]
    resources = ["arn:${local.partition}:s3:::${local.processed_bucket_name}/*"]
  }

  statement {
    sid       = "SendMessages"
    actions   = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"]
    resources = [for queue in module.queues : queue.arn]
  }

  dynamic "statement" {
    for_each = each.key == "worker" ? [[for key in ["jobs", "ordered"] : module.queues[key].arn]] : []

    content {
      sid       = "WorkOffJobs"
      actions   = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:ReceiveMessage"]
      resources = statement.value
    }
  }

  statement {
    sid       = "TellEvents"
    actions   = ["events:PutEvents"]
    resources = ["arn:${local.partition}:events:${local.here}:event-bus/${local.name}"]
  }

  statement {
    sid       = "Notify"
    actions   = ["sns:Publish"]
    resources = [local.notifications_arn]
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

  # X-Ray knows no resources for what is sent to it.
  statement {
    sid       = "SendTraces"
    actions   = ["xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"]
    resources = ["*"]
  }

  statement {
    sid       = "ReadSettings"
    actions   = ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"]
    resources = ["arn:${local.partition}:ssm:${local.here}:parameter/${local.name}/*"]
  }

  statement {
    sid       = "ReadSecrets"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [for key in values(local.task_settings[each.key].secrets) : "${local.secret_prefix}:${local.secret_names[key]}-??????"]
  }

  # The copies of secrets and objects have the key that the stack indivillage made here.
  statement {
    sid       = "UseKeyOfCopies"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = ["arn:${local.partition}:kms:${local.here}:key/*"]

    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "kms:ResourceAliases"
      values   = local.key_aliases
    }

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = [for service in ["s3", "secretsmanager", "sns", "sqs", "ssm"] : "${service}.${var.region}.${local.dns_suffix}"]
    }
  }

  statement {
    sid       = "SignInToDatabase"
    actions   = ["rds-db:connect"]
    resources = ["arn:${local.partition}:rds-db:${local.here}:dbuser:${module.database.resource_id}/${each.key}"]
  }

  dynamic "statement" {
    for_each = var.activated ? [module.cache[0]] : []

    content {
      sid       = "SignInToRedis"
      actions   = ["elasticache:Connect"]
      resources = [statement.value.arn, statement.value.user_arns[each.key]]
    }
  }

  dynamic "statement" {
    for_each = each.key == "api" ? [local.signer_role_arn] : []

    content {
      sid       = "SignUrls"
      actions   = ["sts:AssumeRole"]
      resources = [statement.value]
    }
  }
}

locals {
  # Our key of this region, and the one under which the stack indivillage puts copies here.
  key_aliases = ["alias/${local.name}-data", "alias/${local.primary_name}-replica"]

  signer_role_arn = "arn:${local.partition}:iam::${local.account_id}:role/${local.name}-signer"
}

# Signs the URLs by which browsers send and fetch files, as in the primary region: with these rights and no others.
module "signer_role" {
  source = "../../modules/iam-role"

  description     = "Signs the URLs of uploads and downloads."
  inline_policies = { files = data.aws_iam_policy_document.signer.json }
  name            = "${local.name}-signer"

  # Known beforehand, and there beforehand: IAM trusts no role that does not exist.
  trust = {
    roles = { api = { arn = "arn:${local.partition}:iam::${local.account_id}:role/${module.roles["task-api"].name}" } }
  }
}

data "aws_iam_policy_document" "signer" {
  statement {
    sid       = "Upload"
    actions   = ["s3:PutObject"]
    resources = ["arn:${local.partition}:s3:::${local.uploads_bucket_name}/incoming/*"]
  }

  statement {
    sid       = "Download"
    actions   = ["s3:GetObject"]
    resources = ["arn:${local.partition}:s3:::${local.processed_bucket_name}/results/*"]
  }

  statement {
    sid       = "UseKeyOfBuckets"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = ["arn:${local.partition}:kms:${local.here}:key/*"]

    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "kms:ResourceAliases"
      values   = local.key_aliases
    }

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${var.region}.${local.dns_suffix}"]
    }
  }
}
