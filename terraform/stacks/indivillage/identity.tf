# Who may do what. Functions, flow logs, replication and deployments have roles of their own, which their modules make; people, and
# what an account has once, are in the root indivillage-account-baseline.

locals {
  managed_policies = "arn:${local.partition}:iam::aws:policy"

  # What each role may be taken by. AWS says for which account it asks, so nobody else can make it ask. Where that is not documented
  # the key may be absent, and a condition without IfExists would never match.
  own_account         = { test = "StringEquals", variable = "aws:SourceAccount", values = [local.account_id] }
  own_account_if_said = merge(local.own_account, { test = "StringEqualsIfExists" })

  # ARNs of this account in the primary region begin so.
  here = "${var.region}:${local.account_id}"

  # Built from names, so that a plan decides who may read and write what.
  bucket_arns     = { for key, name in local.bucket_full_names : key => "arn:${local.partition}:s3:::${name}" }
  function_prefix = "arn:${local.partition}:lambda:${local.here}:function:${local.name}"

  # The folders by which people send files and get results; nobody gets a URL for anything else.
  download_prefix = "results"
  upload_prefix   = "incoming"

  # The services of ECS that run the application, each with a role of its own. Secrets are put in by name (secrets.tf).
  task_clients = {
    api       = { invokes = ["file-analyzer", "background-tasks"], secrets = ["database", "api-keys"] }
    scheduled = { invokes = ["background-tasks"], secrets = ["database"] }
    worker    = { invokes = ["file-analyzer"], secrets = ["database", "service-accounts"] }
  }

  # AWS's own policies for the agents of Systems Manager and CloudWatch.
  instance_policies = {
    cloudwatch-agent = "${local.managed_policies}/CloudWatchAgentServerPolicy"
    systems-manager  = "${local.managed_policies}/AmazonSSMManagedInstanceCore"
  }

  roles = merge(
    {
      app = {
        description = "Instances of the application tier: join the cluster of ECS, are managed and watched."
        service     = "ec2.amazonaws.com"
        profile     = true
        condition   = null
      }
      backup = {
        description = "AWS Backup: backs up, copies and restores."
        service     = "backup.amazonaws.com"
        condition   = local.own_account_if_said
      }
      execution = {
        description = "ECS: pulls the images, reads the secrets and parameters, writes the logs."
        service     = "ecs-tasks.amazonaws.com"
        condition   = local.own_account
      }
      web = {
        description = "Instances of the web tier: are managed and watched, and read their settings."
        service     = "ec2.amazonaws.com"
        profile     = true
        condition   = null
      }
    },
    {
      for client in keys(local.task_clients) : "task-${client}" => {
        description = "Rights of the containers of ${client}."
        service     = "ecs-tasks.amazonaws.com"
        condition   = local.own_account
      }
    },
  )

  # What AWS runs for us has rights of AWS's own making; what runs our code is capped.
  capped = setsubtract(keys(local.roles), ["backup"])

  # Apart from local.roles: these know secrets, queues and buckets, whose own policies know the roles.
  role_managed_policies = {
    app = merge(local.instance_policies, {
      container-instance = "${local.managed_policies}/service-role/AmazonEC2ContainerServiceforEC2Role"
    })
    backup = {
      backup  = "${local.managed_policies}/service-role/AWSBackupServiceRolePolicyForBackup"
      restore = "${local.managed_policies}/service-role/AWSBackupServiceRolePolicyForRestores"
    }
    web = local.instance_policies
  }

  role_policies = merge(
    {
      app       = { sessions = module.patching.instance_policy_json, settings = data.aws_iam_policy_document.settings["app"].json }
      execution = { start-tasks = data.aws_iam_policy_document.execution.json }
      web       = { sessions = module.patching.instance_policy_json, settings = data.aws_iam_policy_document.settings["web"].json }
    },
    { for client in keys(local.task_clients) : "task-${client}" => { application = data.aws_iam_policy_document.task[client].json } },
  )
}

module "roles" {
  source   = "../../modules/iam-role"
  for_each = local.roles

  create_instance_profile  = lookup(each.value, "profile", false)
  description              = each.value.description
  inline_policies          = lookup(local.role_policies, each.key, {})
  managed_policy_arns      = lookup(local.role_managed_policies, each.key, {})
  name                     = "${local.name}-${each.key}"
  permissions_boundary_arn = contains(local.capped, each.key) ? aws_iam_policy.boundary.arn : aws_iam_policy.service_boundary.arn

  # EC2 takes its roles without saying for which account.
  trust = {
    services = { (each.value.service) = { conditions = each.value.condition == null ? [] : [each.value.condition] } }
  }
}

# Signs the URLs by which browsers send and fetch files. A URL carries the rights of whoever signs it, so the API takes this role for
# the purpose: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html
module "signer_role" {
  source = "../../modules/iam-role"

  description              = "Signs the URLs of uploads and downloads."
  inline_policies          = { files = data.aws_iam_policy_document.signer.json }
  name                     = "${local.name}-signer"
  permissions_boundary_arn = aws_iam_policy.boundary.arn

  # Known beforehand, and there beforehand: IAM trusts no role that does not exist.
  trust = {
    roles = { api = { arn = "arn:${local.partition}:iam::${local.account_id}:role/${module.roles["task-api"].name}" } }
  }
}

data "aws_iam_policy_document" "signer" {
  statement {
    sid       = "Upload"
    actions   = ["s3:PutObject"]
    resources = ["${local.bucket_arns["uploads"]}/${local.upload_prefix}/*"]
  }

  statement {
    sid       = "Download"
    actions   = ["s3:GetObject"]
    resources = ["${local.bucket_arns["processed"]}/${local.download_prefix}/*"]
  }

  statement {
    sid       = "UseKeyOfBuckets"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [module.kms_data.arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${var.region}.${local.dns_suffix}"]
    }
  }
}

# What instances read when they start: web servers their own settings, and both where their shared files are.
data "aws_iam_policy_document" "settings" {
  for_each = { app = ["files"], web = ["files", "web"] }

  statement {
    sid       = "ReadSettings"
    actions   = ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"]
    resources = [for folder in each.value : "arn:${local.partition}:ssm:${local.here}:parameter/${local.name}/${folder}/*"]
  }

  dynamic "statement" {
    for_each = each.key == "web" ? [module.kms_data.arn] : []

    content {
      sid       = "DecryptSettings"
      actions   = ["kms:Decrypt"]
      resources = [statement.value]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = [for service in ["s3", "ssm"] : "${service}.${var.region}.${local.dns_suffix}"]
      }
    }
  }

  # What is released to the web tier, CodeDeploy's agent fetches.
  dynamic "statement" {
    for_each = each.key == "web" ? [module.artifacts_bucket.arn] : []

    content {
      sid       = "ReadRevisions"
      actions   = ["s3:GetObject", "s3:GetObjectVersion"]
      resources = ["${statement.value}/web/*"]
    }
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
    resources = [for key in local.container_log_groups : "${module.log_groups.arns[key]}:*"]
  }

  statement {
    sid       = "ReadParameters"
    actions   = ["ssm:GetParameters"]
    resources = ["arn:${local.partition}:ssm:${local.here}:parameter/${local.name}/*"]
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
  for_each = local.task_clients

  statement {
    sid       = "ReadFiles"
    actions   = ["s3:GetObject"]
    resources = ["${local.bucket_arns["uploads"]}/*", "${local.bucket_arns["processed"]}/*"]
  }

  statement {
    sid       = "WriteResults"
    actions   = ["s3:PutObject"]
    resources = ["${local.bucket_arns["processed"]}/*"]
  }

  statement {
    sid       = "SendMessages"
    actions   = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"]
    resources = [for queue in module.queues : queue.arn]
  }

  # The worker takes jobs from two queues, one of which keeps the order; functions are called by AWS.
  dynamic "statement" {
    for_each = each.key == "worker" ? [[for key in ["jobs", "ordered"] : module.queues[key].arn]] : []

    content {
      sid       = "WorkOffJobs"
      actions   = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:ReceiveMessage"]
      resources = statement.value
    }
  }

  # Feature flags have a place of their own.
  dynamic "statement" {
    for_each = module.flags

    content {
      sid       = "ReadFlags"
      actions   = ["appconfig:GetLatestConfiguration", "appconfig:StartConfigurationSession"]
      resources = values(statement.value.configurations)
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
    resources = values(local.topic_arns)
  }

  statement {
    sid       = "CallFunctions"
    actions   = ["lambda:InvokeFunction"]
    resources = [for key in each.value.invokes : "${local.function_prefix}-${key}:*"]
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
    resources = [for key in each.value.secrets : module.secrets.arns[key]]
  }

  statement {
    sid       = "UseKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [module.kms_data.arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = [for service in ["s3", "secretsmanager", "sns", "sqs"] : "${service}.${var.region}.${local.dns_suffix}"]
    }
  }

  # Which user of the database it is, the name says; AWS gives the database's own identifier only after an apply.
  statement {
    sid       = "SignInToDatabase"
    actions   = ["rds-db:connect"]
    resources = ["arn:${local.partition}:rds-db:${local.here}:dbuser:${module.database.resource_id}/${each.key}"]
  }

  # Redis of version 6 knows no users that sign in with IAM.
  dynamic "statement" {
    for_each = local.cache_has_users ? [module.cache.user_arns[each.key]] : []

    content {
      sid       = "SignInToRedis"
      actions   = ["elasticache:Connect"]
      resources = [module.cache.arn, statement.value]
    }
  }

  dynamic "statement" {
    for_each = each.key == "api" ? ["arn:${local.partition}:iam::${local.account_id}:role/${local.name}-signer"] : []

    content {
      sid       = "SignUrls"
      actions   = ["sts:AssumeRole"]
      resources = [statement.value]
    }
  }
}

locals {
  # By their names, for the policy that asks for them.
  boundary_arns = {
    for key, name in { code = "boundary", services = "service-boundary" } :
    key => "arn:${local.partition}:iam::${local.account_id}:policy/${local.name}-${name}"
  }

  # Roles that copy buckets are called after these.
  system_role_arns = [
    for name in ["${local.name}-*", "${var.system}-*-${var.environment}-${local.account_id}-replication"] :
    "arn:${local.partition}:iam::${local.account_id}:role/${name}"
  ]
}

# The most that roles of AWS's services can be allowed, and so whatever the pipeline makes: nothing of accounts, organisations and
# identities, except handing on roles of the system, by which services start tasks, builds and restores.
resource "aws_iam_policy" "service_boundary" {
  name        = "${local.name}-service-boundary"
  description = "Caps the rights of what AWS's services do for IndiVillage."
  policy      = data.aws_iam_policy_document.service_boundary.json
}

data "aws_iam_policy_document" "service_boundary" {
  statement {
    sid         = "NoIdentities"
    not_actions = ["account:*", "iam:*", "organizations:*"]
    resources   = ["*"]
  }

  statement {
    sid       = "HandOnRoles"
    actions   = ["iam:PassRole"]
    resources = local.system_role_arns
  }

  # Whoever starts something for the first time makes the role of the service along with it.
  statement {
    sid       = "RolesOfServices"
    actions   = ["iam:CreateServiceLinkedRole"]
    resources = ["arn:${local.partition}:iam::${local.account_id}:role/aws-service-role/*"]
  }

  statement {
    sid       = "LookAtRoles"
    actions   = ["iam:GetInstanceProfile", "iam:GetRole", "iam:ListInstanceProfiles", "iam:ListRoles"]
    resources = ["*"]
  }
}

# The most that roles of our code can ever be allowed: what is granted beside it has no effect, also when somebody widens a policy.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
resource "aws_iam_policy" "boundary" {
  name        = "${local.name}-boundary"
  description = "Caps the rights of what runs code of IndiVillage."
  policy      = data.aws_iam_policy_document.boundary.json
}

data "aws_iam_policy_document" "boundary" {
  statement {
    sid     = "Files"
    actions = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject*", "s3:ListBucket", "s3:PutObject", "s3:PutObjectTagging"]

    # The system's own buckets, and those from which AWS hands out agents and packages:
    # https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-minimum-s3-permissions.html
    resources = [
      "arn:${local.partition}:s3:::${var.system}-*-${var.environment}-${local.account_id}*",
      "arn:${local.partition}:s3:::al2023-repos-*",
      "arn:${local.partition}:s3:::*-${var.region}/*",
    ]
  }

  statement {
    sid = "Messages"
    actions = [
      "sns:Publish", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl",
      "sqs:ReceiveMessage", "sqs:SendMessage",
    ]
    resources = [for service in ["sns", "sqs"] : "arn:${local.partition}:${service}:${local.here}:${local.name}-*"]
  }

  statement {
    sid       = "Events"
    actions   = ["events:PutEvents"]
    resources = ["arn:${local.partition}:events:${local.here}:event-bus/${local.name}*"]
  }

  statement {
    sid       = "Flags"
    actions   = ["appconfig:GetLatestConfiguration", "appconfig:StartConfigurationSession"]
    resources = ["arn:${local.partition}:appconfig:${local.here}:application/*"]
  }

  statement {
    sid       = "Mail"
    actions   = ["ses:SendEmail"]
    resources = ["arn:${local.partition}:ses:${local.here}:identity/*"]
  }

  # What builds add: images of the system, and what their tests say.
  statement {
    sid = "Builds"
    actions = [
      "codebuild:BatchPut*", "codebuild:CreateReport*", "codebuild:UpdateReport", "ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload",
      "ecr:PutImage", "ecr:UploadLayerPart",
    ]
    resources = [
      "arn:${local.partition}:codebuild:${local.here}:report-group/${local.name}-*",
      "arn:${local.partition}:ecr:${local.here}:repository/${local.name}-*",
    ]
  }

  statement {
    sid       = "Functions"
    actions   = ["lambda:InvokeFunction"]
    resources = ["${local.function_prefix}-*"]
  }

  statement {
    sid     = "SettingsAndSecrets"
    actions = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue", "ssm:GetParameter*"]
    resources = [
      "arn:${local.partition}:secretsmanager:${local.here}:secret:/${var.environment}/*",
      "arn:${local.partition}:ssm:${local.here}:parameter/${local.name}/*",
      "arn:${local.partition}:ssm:${local.here}:parameter/${local.agent_settings_name}",
    ]
  }

  statement {
    sid       = "Rotation"
    actions   = ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"]
    resources = ["arn:${local.partition}:secretsmanager:${local.here}:secret:/${var.environment}/database/*"]
  }

  statement {
    sid       = "Keys"
    actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*"]
    resources = ["arn:${local.partition}:kms:${local.here}:key/*"]
  }

  statement {
    sid     = "Stores"
    actions = ["elasticache:Connect", "elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite", "rds-db:connect"]
    resources = [
      "arn:${local.partition}:elasticache:${local.here}:*",
      "arn:${local.partition}:elasticfilesystem:${local.here}:*",
      "arn:${local.partition}:rds-db:${local.here}:dbuser:*",
    ]
  }

  statement {
    sid       = "Logs"
    actions   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents", "logs:PutRetentionPolicy"]
    resources = ["arn:${local.partition}:logs:${local.here}:log-group:*"]
  }

  statement {
    sid       = "Images"
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = ["arn:${local.partition}:ecr:${var.region}:*:repository/*"]
  }

  statement {
    sid = "Cluster"
    actions = [
      "ecs:DeregisterContainerInstance", "ecs:DiscoverPollEndpoint", "ecs:Poll", "ecs:RegisterContainerInstance", "ecs:StartTelemetrySession",
      "ecs:SubmitAttachmentStateChanges", "ecs:SubmitContainerStateChange", "ecs:SubmitTaskStateChange", "ecs:UpdateContainerInstancesState",
    ]
    resources = ["arn:${local.partition}:ecs:${local.here}:*"]
  }

  # Lambda makes the interfaces of a function in a VPC with the function's role.
  statement {
    sid = "Interfaces"
    actions = [
      "ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:UnassignPrivateIpAddresses",
    ]
    resources = ["arn:${local.partition}:ec2:${local.here}:*/*"]
  }

  statement {
    sid       = "SignUrls"
    actions   = ["sts:AssumeRole"]
    resources = ["arn:${local.partition}:iam::${local.account_id}:role/${local.name}-signer"]
  }

  # Of these AWS knows no resource, or they only look.
  statement {
    sid = "WithoutResource"
    actions = [
      "cloudwatch:PutMetricData",
      "ec2:DescribeInstances",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeTags",
      "ec2:DescribeVolumes",
      "ec2:DescribeVpcs",
      "ecr:GetAuthorizationToken",
      "ecs:DiscoverPollEndpoint",
      "ec2messages:AcknowledgeMessage",
      "ec2messages:DeleteMessage",
      "ec2messages:FailMessage",
      "ec2messages:GetEndpoint",
      "ec2messages:GetMessages",
      "ec2messages:SendReply",
      "logs:DescribeLogGroups",
      "secretsmanager:GetRandomPassword",
      "ssm:DescribeAssociation",
      "ssm:DescribeDocument",
      "ssm:GetDeployablePatchSnapshotForInstance",
      "ssm:GetDocument",
      "ssm:GetManifest",
      "ssm:ListAssociations",
      "ssm:ListInstanceAssociations",
      "ssm:PutComplianceItems",
      "ssm:PutConfigurePackageResult",
      "ssm:PutInventory",
      "ssm:UpdateAssociationStatus",
      "ssm:UpdateInstanceAssociationStatus",
      "ssm:UpdateInstanceInformation",
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
      "xray:GetSamplingRules",
      "xray:GetSamplingTargets",
      "xray:PutTelemetryRecords",
      "xray:PutTraceSegments",
    ]
    resources = ["*"]
  }
}

# Who may look at dashboards, by role: settings and metrics, no contents. Nobody takes it without a second factor.
module "viewer_role" {
  source = "../../modules/iam-role"

  description              = "People who look at the dashboards."
  managed_policy_arns      = { dashboards = aws_iam_policy.dashboards.arn }
  name                     = "${local.name}-viewer"
  permissions_boundary_arn = aws_iam_policy.service_boundary.arn

  trust = {
    accounts = { (local.account_id) = { require_mfa = true } }
  }
}

resource "aws_iam_policy" "dashboards" {
  name        = "${local.name}-dashboards"
  description = "Shows the dashboards and alarms of IndiVillage with their metrics."
  policy      = data.aws_iam_policy_document.dashboards.json
}

data "aws_iam_policy_document" "dashboards" {
  statement {
    sid       = "OpenDashboards"
    actions   = ["cloudwatch:GetDashboard"]
    resources = ["arn:${local.partition}:cloudwatch::${local.account_id}:dashboard/${local.name}-*"]
  }

  statement {
    sid       = "ReadAlarms"
    actions   = ["cloudwatch:DescribeAlarms"]
    resources = ["arn:${local.partition}:cloudwatch:${local.here}:alarm:${local.name}-*"]
  }

  # Lists and metrics have no resource that could narrow the right.
  statement {
    sid       = "ReadMetrics"
    actions   = ["cloudwatch:GetMetricData", "cloudwatch:ListDashboards", "cloudwatch:ListMetrics"]
    resources = ["*"]
  }
}
