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
      execution = { description = "ECS: pulls the images, writes the logs.", service = "ecs-tasks.amazonaws.com", profile = false }
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
    resources = [for repository in module.repositories : repository.arn]
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
    sid       = "Files"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["arn:${local.partition}:s3:::${var.system}-processed-copy-${var.environment}-${local.account_id}/*"]
  }

  statement {
    sid       = "ReadSettings"
    actions   = ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"]
    resources = ["arn:${local.partition}:ssm:${local.here}:parameter/${local.name}/*"]
  }

  # The names of secrets end in six characters of AWS's.
  statement {
    sid       = "ReadSecrets"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [for secret in ["api-keys", "database/application", "service-accounts"] : "${local.secret_prefix}:/${var.environment}/${secret}-??????"]
  }

  # The copies of secrets and objects have the key that the stack indivillage made here.
  statement {
    sid       = "UseKeyOfCopies"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = ["arn:${local.partition}:kms:${local.here}:key/*"]

    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "kms:ResourceAliases"
      values   = ["alias/${local.name}-data", "alias/${local.primary_name}-replica"]
    }

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = [for service in ["s3", "secretsmanager", "ssm"] : "${service}.${var.region}.${local.dns_suffix}"]
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
}
