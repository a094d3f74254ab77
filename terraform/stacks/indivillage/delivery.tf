# How new versions come: what builds them, what releases them and takes them back, and who may start it. The infrastructure itself is
# applied by a pipeline with roles of its own.

locals {
  # Percent of the traffic that goes to the new version first, and minutes until the rest follows.
  canary = { canary = { shift = { percent = var.canary.percent, minutes = var.canary.minutes } } }

  # What a release stops for, beside targets that do not become healthy: answers with an error, and work that fails.
  release_alarms = {
    api = {
      description        = "The application answered more than ${var.release_error_limit} requests in a minute with an error of its own."
      dimensions         = { LoadBalancer = module.app_alb.arn_suffix }
      metric_name        = "HTTPCode_Target_5XX_Count"
      namespace          = "AWS/ApplicationELB"
      severity           = "high"
      statistic          = "Sum"
      threshold          = var.release_error_limit
      treat_missing_data = "notBreaching"
    }
    web = {
      description        = "The web servers answered more than ${var.release_error_limit} requests in a minute with an error of their own."
      dimensions         = { LoadBalancer = module.alb.arn_suffix, TargetGroup = module.alb.target_group_arn_suffixes["web"] }
      metric_name        = "HTTPCode_Target_5XX_Count"
      namespace          = "AWS/ApplicationELB"
      severity           = "high"
      statistic          = "Sum"
      threshold          = var.release_error_limit
      treat_missing_data = "notBreaching"
    }
    worker = {
      description        = "The oldest job waits for more than a quarter of an hour."
      dimensions         = { QueueName = module.queues["jobs"].name }
      evaluation_periods = 3
      metric_name        = "ApproximateAgeOfOldestMessage"
      namespace          = "AWS/SQS"
      severity           = "high"
      statistic          = "Maximum"
      threshold          = 900
      treat_missing_data = "notBreaching"
    }
  }
}

# Apart from the other alarms, because services name these, and those name the services.
module "release_alarms" {
  source = "../../modules/alarms"

  alarms     = local.release_alarms
  name       = "${local.name}-release"
  topic_arns = { high = local.alert_topic_arns["high"] }
}

# Code that is built, what builds make, and revisions of the web tier.
module "artifacts_bucket" {
  source = "../../modules/s3-bucket"

  force_destroy          = var.buckets_force_destroy
  kms_encryption_enabled = true
  kms_key_arn            = module.kms_data.arn
  lifecycle_rules        = { retention = { expiration_days = var.artifact_retention_days } }
  name                   = "${var.system}-artifacts-${var.environment}-${local.account_id}"

  access_logs = {
    bucket = module.logs_bucket.id
  }
}

# Clones the repository of the application, or builds what a release puts into the bucket, where no connection to the repository is given.
module "build" {
  source = "../../modules/codebuild-project"

  account_id               = local.account_id
  artifacts                = { bucket = module.artifacts_bucket.id, path = "builds" }
  cpu_architecture         = upper(var.instance_architecture)
  docker_enabled           = true
  kms_key_arn              = module.kms_data.arn
  log_kms_key_arn          = module.kms_logs.arn
  log_retention_days       = var.log_retention_days
  name                     = "${local.name}-application"
  permissions_boundary_arn = aws_iam_policy.boundary.arn
  pushed_repository_arns   = { for key, repository in module.repositories : key => repository.arn }
  region                   = var.region

  code = merge(
    { buildspec = file("${path.module}/delivery/buildspec.yaml") },
    var.build_source == null ? { type = "NO_SOURCE", connection = null, location = null } : {
      type                            = "GITHUB"
      connection                      = { arn = var.build_source.connection_arn }
      location                        = var.build_source.location
    },
  )

  environment_variables = {
    ARTIFACTS_BUCKET  = module.artifacts_bucket.id
    REGISTRY          = "${local.account_id}.dkr.ecr.${var.region}.${local.dns_suffix}"
    REPOSITORY_PREFIX = local.name
  }

  policy_statements = {
    ReadSources = {
      actions   = ["s3:GetObject"]
      resources = ["arn:${local.partition}:s3:::${var.system}-artifacts-${var.environment}-${local.account_id}/sources/*"]
    }
  }
}

# New tasks of the API beside the old ones: a share of the requests goes there first, then all of them, and back when an alarm goes on.
module "deploy_services" {
  source = "../../modules/codedeploy"
  count  = var.releases_shifted ? 1 : 0

  account_id         = local.account_id
  compute_platform   = "ECS"
  deployment_configs = local.canary
  name               = "${local.name}-services"
  region             = var.region

  deployment_groups = {
    api = {
      alarm_names       = [module.release_alarms.names["api"]]
      deployment_config = "canary"
      ecs = {
        cluster_name       = module.cluster.name
        execution_role_arn = module.roles["execution"].arn
        listener_arn       = module.app_alb.listener_arns[local.has_domain ? "https" : "http"]
        service_name       = module.services["api"].name
        target_group_names = [for colour in ["blue", "green"] : module.app_alb.target_group_names[colour]]
        task_role_arn      = module.roles["task-api"].arn
      }
    }
  }
}

# The alias of a function from one version to the next, likewise.
module "deploy_functions" {
  source = "../../modules/codedeploy"
  count  = var.releases_shifted ? 1 : 0

  account_id         = local.account_id
  compute_platform   = "Lambda"
  deployment_configs = local.canary
  name               = "${local.name}-functions"
  region             = var.region

  deployment_groups = {
    for key in keys(local.functions) : key => {
      alarm_names       = [module.alarms.names["function-${key}-errors"]]
      deployment_config = "canary"
      lambda            = { function_arns = { (key) = module.functions[key].arn } }
    }
  }
}

# The pages on the web servers, one server after the other, each taken out of the balancer meanwhile.
module "deploy_web" {
  source = "../../modules/codedeploy"

  account_id           = local.account_id
  compute_platform     = "Server"
  deployment_configs   = { rolling = { healthy_percent = 50 } }
  name                 = "${local.name}-web"
  region               = var.region
  revision_bucket_arns = { artifacts = module.artifacts_bucket.arn }

  deployment_groups = {
    web = {
      alarm_names       = [module.release_alarms.names["web"]]
      deployment_config = "rolling"
      server = {
        autoscaling_group_names = [module.web_tier.name]
        target_group_names      = [module.alb.target_group_names["web"]]
      }
    }
  }
}

# What is switched on without a release.
module "flags" {
  source = "../../modules/appconfig-flags"
  count  = var.feature_flags_enabled ? 1 : 0

  description = "What of IndiVillage is switched on."
  name        = "${local.name}-flags"

  environments = {
    (var.environment) = {
      alarm_arns  = { api = module.release_alarms.arns["api"] }
      description = "What people in ${var.environment} see."
    }
  }
}

locals {
  # The environments of GitHub whose jobs take each role: one reads and plans, one applies, one releases the application.
  pipeline_jobs = {
    apply   = "${var.system}-${var.environment}"
    plan    = "${var.system}-${var.environment}-plan"
    release = "${var.system}-${var.environment}-release"
  }

  # Without its name in the variables it has the one that terraform/bootstrap gives it.
  state_bucket = coalesce(var.state_bucket, "terraform-state-${local.account_id}")

  release_parameters = "arn:${local.partition}:ssm:${local.here}:parameter/${var.system}/${var.environment}/releases/*"

  # The root of the second region, and ARNs of this account there.
  recovery_name = "${var.system}-recovery-${var.environment}"
  there         = "${var.replica_region}:${local.account_id}"
}

module "pipeline_role" {
  source = "../../modules/pipeline-role"

  account_id = local.account_id
  name       = "${local.name}-pipeline"

  identity_providers = {
    github = { create = var.manage_identity_provider, url = "https://token.actions.githubusercontent.com" }
  }

  roles = {
    apply = {
      description         = "Applies what was planned and read."
      inline_policies     = { roles = data.aws_iam_policy_document.pipeline_roles.json, state = data.aws_iam_policy_document.pipeline_state.json }
      managed_policy_arns = { power-user = "${local.managed_policies}/PowerUserAccess" }
      runs                = { identity_provider = "github", subjects = ["repo:${var.github_repository}:environment:${local.pipeline_jobs.apply}"] }
    }
    plan = {
      description         = "Reads, and plans what a change would do."
      inline_policies     = { contents = data.aws_iam_policy_document.pipeline_contents.json, state = data.aws_iam_policy_document.pipeline_state.json }
      managed_policy_arns = { read-only = "${local.managed_policies}/ReadOnlyAccess" }
      runs                = { identity_provider = "github", subjects = ["repo:${var.github_repository}:environment:${local.pipeline_jobs.plan}"] }
    }
    release = {
      description = "Builds and releases the application, into both regions where there are two."
      inline_policies = merge(
        { release = data.aws_iam_policy_document.pipeline_release.json },
        { for document in data.aws_iam_policy_document.pipeline_recovery : "recovery" => document.json },
      )
      runs = { identity_provider = "github", subjects = [for repository in [var.github_repository, var.application_repository] : "repo:${repository}:environment:${local.pipeline_jobs.release}"] }
    }
  }
}

# The state, its lock, plans that wait to be applied, and the password of the database's master, which Terraform sets.
data "aws_iam_policy_document" "pipeline_state" {
  statement {
    sid       = "ListState"
    actions   = ["s3:ListBucket"]
    resources = ["arn:${local.partition}:s3:::${local.state_bucket}"]
  }

  statement {
    sid     = "State"
    actions = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
    resources = [
      for path in ["${var.system}/${var.environment}/*", "plans/*"] : "arn:${local.partition}:s3:::${local.state_bucket}/${path}"
    ]
  }

  statement {
    sid       = "UseKeyOfState"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = ["arn:${local.partition}:kms:${local.here}:key/*"]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = [for service in ["s3", "secretsmanager"] : "${service}.${var.region}.${local.dns_suffix}"]
    }
  }

  statement {
    sid       = "SetMasterPassword"
    actions   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
    resources = [module.database_credentials.arns["database"]]
  }
}

# AWS's policy for reading reads what people have sent and what waits in queues as well; a plan needs none of it.
data "aws_iam_policy_document" "pipeline_contents" {
  statement {
    sid       = "NoFiles"
    effect    = "Deny"
    actions   = ["s3:GetObject*"]
    resources = [for key in ["backups", "processed", "uploads"] : "arn:${local.partition}:s3:::${local.bucket_full_names[key]}/*"]
  }

  statement {
    sid       = "NoMessages"
    effect    = "Deny"
    actions   = ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "logs:FilterLogEvents", "logs:GetLogEvents", "logs:StartQuery", "sqs:ReceiveMessage"]
    resources = ["*"]
  }
}

# Roles of the system, and none of the pipeline itself: what it may do is changed by people.
data "aws_iam_policy_document" "pipeline_roles" {
  statement {
    sid = "RolesOfSystem"
    actions = [
      "iam:*InstanceProfile*", "iam:*Policy*", "iam:*Role*",
    ]
    resources = [
      for kind in ["instance-profile", "policy", "role"] : "arn:${local.partition}:iam::${local.account_id}:${kind}/${local.name}-*"
    ]
  }

  # Providers and roles of services, whose names are others' to choose, included.
  statement {
    sid     = "LookAtRoles"
    actions = ["iam:Get*", "iam:List*"]
    resources = [
      for path in ["oidc-provider/token.actions.githubusercontent.com", "role/aws-service-role/*"] : "arn:${local.partition}:iam::${local.account_id}:${path}"
    ]
  }

  statement {
    sid       = "RolesOfServices"
    actions   = ["iam:CreateServiceLinkedRole", "iam:DeleteServiceLinkedRole"]
    resources = ["arn:${local.partition}:iam::${local.account_id}:role/aws-service-role/*"]
  }

  # To compare, it still looks at them.
  statement {
    sid    = "NotItsOwn"
    effect = "Deny"
    actions = [
      "iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRole*", "iam:DetachRolePolicy", "iam:PutRole*", "iam:UpdateAssumeRolePolicy",
      "iam:UpdateRole*",
    ]
    resources = ["arn:${local.partition}:iam::${local.account_id}:role/${local.name}-pipeline-*"]
  }
}

data "aws_iam_policy_document" "pipeline_release" {
  statement {
    sid       = "Build"
    actions   = ["codebuild:BatchGetBuilds", "codebuild:StartBuild"]
    resources = [module.build.arn]
  }

  statement {
    sid       = "PutSourcesAndRevisions"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = [for folder in ["sources", "web"] : "${module.artifacts_bucket.arn}/${folder}/*"]
  }

  statement {
    sid       = "UseKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [module.kms_data.arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${var.region}.${local.dns_suffix}"]
    }
  }

  statement {
    sid       = "LookAtImages"
    actions   = ["ecr:DescribeImages", "ecr:DescribeImageScanFindings"]
    resources = [for repository in module.repositories : repository.arn]
  }

  statement {
    sid     = "Deploy"
    actions = ["codedeploy:CreateDeployment", "codedeploy:GetApplicationRevision", "codedeploy:GetDeployment", "codedeploy:GetDeploymentConfig", "codedeploy:RegisterApplicationRevision", "codedeploy:StopDeployment"]
    resources = flatten([
      for kind in ["application", "deploymentconfig", "deploymentgroup"] : "arn:${local.partition}:codedeploy:${local.here}:${kind}:${local.name}-*"
    ])
  }

  # A revision of a task names its roles.
  statement {
    sid       = "RegisterTasks"
    actions   = ["ecs:RegisterTaskDefinition"]
    resources = ["arn:${local.partition}:ecs:${local.here}:task-definition/${local.name}-*:*"]
  }

  # ECS knows no resource for looking at one.
  statement {
    sid       = "LookAtTasks"
    actions   = ["ecs:DescribeTaskDefinition"]
    resources = ["*"]
  }

  statement {
    sid       = "RollServices"
    actions   = ["ecs:DescribeServices", "ecs:UpdateService"]
    resources = ["arn:${local.partition}:ecs:${local.here}:service/${local.name}/*"]
  }

  statement {
    sid       = "PassRolesOfTasks"
    actions   = ["iam:PassRole"]
    resources = [for key in concat(["execution"], [for client in keys(local.task_clients) : "task-${client}"]) : module.roles[key].arn]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ecs-tasks.${local.dns_suffix}"]
    }
  }

  statement {
    sid       = "RecordReleases"
    actions   = ["ssm:GetParameter", "ssm:PutParameter"]
    resources = [local.release_parameters]
  }
}

# The second region gets each release as well, so that what takes over is what runs here. Its root is applied after this one, so its
# resources are named.
data "aws_iam_policy_document" "pipeline_recovery" {
  count = var.replicate ? 1 : 0

  statement {
    sid       = "PutRevisions"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["arn:${local.partition}:s3:::${var.system}-releases-copy-${var.environment}-${local.account_id}/web/*"]
  }

  statement {
    sid       = "UseKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = ["arn:${local.partition}:kms:${local.there}:key/*"]

    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "kms:ResourceAliases"
      values   = ["alias/${local.recovery_name}-data"]
    }

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${var.replica_region}.${local.dns_suffix}"]
    }
  }

  statement {
    sid       = "LookAtImages"
    actions   = ["ecr:DescribeImages", "ecr:DescribeRepositories"]
    resources = [for repository in module.replica_repositories : repository.arn]
  }

  statement {
    sid     = "Deploy"
    actions = ["codedeploy:CreateDeployment", "codedeploy:GetApplicationRevision", "codedeploy:GetDeployment", "codedeploy:GetDeploymentConfig", "codedeploy:RegisterApplicationRevision", "codedeploy:StopDeployment"]
    resources = flatten([
      for kind in ["application", "deploymentconfig", "deploymentgroup"] : "arn:${local.partition}:codedeploy:${local.there}:${kind}:${local.recovery_name}-*"
    ])
  }

  statement {
    sid       = "RegisterTasks"
    actions   = ["ecs:RegisterTaskDefinition"]
    resources = ["arn:${local.partition}:ecs:${local.there}:task-definition/${local.recovery_name}-*:*"]
  }

  statement {
    sid       = "RollServices"
    actions   = ["ecs:DescribeServices", "ecs:UpdateService"]
    resources = ["arn:${local.partition}:ecs:${local.there}:service/${local.recovery_name}/*"]
  }

  statement {
    sid       = "PassRolesOfTasks"
    actions   = ["iam:PassRole"]
    resources = [for role in ["execution", "task-api", "task-worker"] : "arn:${local.partition}:iam::${local.account_id}:role/${local.recovery_name}-${role}"]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ecs-tasks.${local.dns_suffix}"]
    }
  }

  statement {
    sid       = "RecordReleases"
    actions   = ["ssm:GetParameter", "ssm:PutParameter"]
    resources = ["arn:${local.partition}:ssm:${local.there}:parameter/${var.system}/${var.environment}/releases/*"]
  }
}
