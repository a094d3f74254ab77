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

  account_id               = local.account_id
  compute_platform         = "ECS"
  deployment_configs       = local.canary
  name                     = "${local.name}-services"
  permissions_boundary_arn = aws_iam_policy.service_boundary.arn
  region                   = var.region

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

  account_id               = local.account_id
  compute_platform         = "Lambda"
  deployment_configs       = local.canary
  name                     = "${local.name}-functions"
  permissions_boundary_arn = aws_iam_policy.service_boundary.arn
  region                   = var.region

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

  account_id               = local.account_id
  compute_platform         = "Server"
  deployment_configs       = { rolling = { healthy_percent = 50 } }
  name                     = "${local.name}-web"
  permissions_boundary_arn = aws_iam_policy.service_boundary.arn
  region                   = var.region
  revision_bucket_arns     = { artifacts = module.artifacts_bucket.arn }

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

  description              = "What of IndiVillage is switched on."
  name                     = "${local.name}-flags"
  permissions_boundary_arn = aws_iam_policy.service_boundary.arn

  environments = {
    (var.environment) = {
      alarm_arns  = { api = module.release_alarms.arns["api"] }
      description = "What people in ${var.environment} see."
    }
  }
}

locals {
  # The environments of GitHub whose jobs take each role. Any branch plans; what is applied is prepared, applied and released from main.
  pipeline_jobs = {
    apply   = "${var.system}-${var.environment}"
    plan    = "${var.system}-${var.environment}-plan"
    prepare = "${var.system}-${var.environment}-prepare"
    release = "${var.system}-${var.environment}-release"
  }

  # Without its name in the variables it has the one that terraform/bootstrap gives it.
  state_bucket = coalesce(var.state_bucket, "terraform-state-${local.account_id}")
  states       = "arn:${local.partition}:s3:::${local.state_bucket}/${var.system}/${var.environment}/*"
  plans        = "arn:${local.partition}:s3:::${local.state_bucket}/plans/${var.system}/${var.environment}/*"

  release_parameters = "arn:${local.partition}:ssm:${local.here}:parameter/${var.system}/${var.environment}/releases/*"

  # By their names: the policies of these secrets name the roles of the pipeline, which so must be there before. Secrets Manager adds
  # six characters to a name.
  terraform_secret_arns = [
    for name in concat(["database/credentials"], [for version in var.origin_secret_versions : "origin/${version}"]) :
    "${local.secret_prefix}:${local.secret_root}/${name}${local.secret_suffix}-??????"
  ]

  # A refresh reads parameters that are secret as they are, also those whose value Terraform never sets.
  terraform_parameter_arns = [
    for path in ["${local.name}/*", local.agent_settings_name] : "arn:${local.partition}:ssm:${local.here}:parameter/${path}"
  ]

  reading_policies = {
    contents = data.aws_iam_policy_document.pipeline_contents.json
    settings = data.aws_iam_policy_document.pipeline_settings.json
    state    = data.aws_iam_policy_document.pipeline_reads.json
  }

  # Settings, no contents: ReadOnlyAccess would read objects, messages and logs.
  reading_managed_policies = {
    audit = "${local.managed_policies}/SecurityAudit"
    view  = "${local.managed_policies}/job-function/ViewOnlyAccess"
  }

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
      inline_policies     = local.reading_policies
      managed_policy_arns = local.reading_managed_policies
      runs                = { identity_provider = "github", subjects = ["repo:${var.github_repository}:environment:${local.pipeline_jobs.plan}"] }
    }
    prepare = {
      description         = "Reads, plans what was merged, and keeps the plan for whoever applies it."
      inline_policies     = merge(local.reading_policies, { plans = data.aws_iam_policy_document.pipeline_plans.json })
      managed_policy_arns = local.reading_managed_policies
      runs                = { identity_provider = "github", subjects = ["repo:${var.github_repository}:environment:${local.pipeline_jobs.prepare}"] }
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

# What applies writes the state, and fetches the plan that somebody has read.
data "aws_iam_policy_document" "pipeline_state" {
  source_policy_documents = [data.aws_iam_policy_document.pipeline_secrets.json]

  statement {
    sid       = "ListState"
    actions   = ["s3:ListBucket"]
    resources = ["arn:${local.partition}:s3:::${local.state_bucket}"]
  }

  statement {
    sid       = "State"
    actions   = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
    resources = [local.states]
  }

  statement {
    sid       = "FetchPlan"
    actions   = ["s3:GetObject"]
    resources = [local.plans]
  }
}

# What plans reads the state of this environment and writes nothing, not even the lock: anybody who can push a branch can run it.
data "aws_iam_policy_document" "pipeline_reads" {
  source_policy_documents = [data.aws_iam_policy_document.pipeline_secrets.json]

  statement {
    sid       = "ListState"
    actions   = ["s3:ListBucket"]
    resources = ["arn:${local.partition}:s3:::${local.state_bucket}"]
  }

  statement {
    sid       = "ReadState"
    actions   = ["s3:GetObject"]
    resources = [local.states]
  }

  # The key of the state belongs to terraform/bootstrap, which gives it this name.
  statement {
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
      values   = [var.state_key_alias]
    }
  }
}

# A plan that waits to be applied is put by a job of the branch main, and by no other: what is applied is what was read.
data "aws_iam_policy_document" "pipeline_plans" {
  statement {
    sid       = "KeepPlan"
    actions   = ["s3:PutObject"]
    resources = [local.plans]
  }

  statement {
    sid       = "EncryptPlan"
    actions   = ["kms:GenerateDataKey"]
    resources = ["arn:${local.partition}:kms:${local.here}:key/*"]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${var.region}.${local.dns_suffix}"]
    }

    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "kms:ResourceAliases"
      values   = [var.state_key_alias]
    }
  }
}

# The secrets that Terraform itself makes, and parameters that are secret: every plan reads them.
data "aws_iam_policy_document" "pipeline_secrets" {
  statement {
    sid       = "ReadSecretsOfTerraform"
    actions   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
    resources = local.terraform_secret_arns
  }

  statement {
    sid       = "ReadParameters"
    actions   = ["ssm:GetParameter", "ssm:GetParameters"]
    resources = local.terraform_parameter_arns
  }

  # The key by its name: an ARN would wait for the key, and its policy for the roles.
  statement {
    sid       = "UseKeyOfSecrets"
    actions   = ["kms:Decrypt"]
    resources = ["arn:${local.partition}:kms:${local.here}:key/*"]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = [for service in ["secretsmanager", "ssm"] : "${service}.${var.region}.${local.dns_suffix}"]
    }

    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "kms:ResourceAliases"
      values   = ["alias/${local.name}-data"]
    }
  }

  # Every plan makes passwords, which an apply uses where a secret has none yet. This action knows no resource.
  statement {
    sid       = "MakePasswords"
    actions   = ["secretsmanager:GetRandomPassword"]
    resources = ["*"]
  }
}

# What a refresh asks for, and AWS's policies for readers do not show everywhere: settings of the services that the system has. Where
# a service hands out contents by Get, its calls are named one by one.
data "aws_iam_policy_document" "pipeline_settings" {
  statement {
    sid = "ReadSettings"
    actions = concat(
      flatten([
        for service in [
          "acm", "appconfig", "application-autoscaling", "aps", "autoscaling", "backup", "cloudfront", "codedeploy", "dlm", "elasticfilesystem",
          "events", "grafana", "iam", "imagebuilder", "lambda", "pipes", "route53", "scheduler", "schemas", "ses", "shield", "sns",
        ] : ["${service}:Get*", "${service}:List*"]
      ]),
      [
        for service in [
          "acm", "application-autoscaling", "aps", "autoscaling", "backup", "chatbot", "cloudfront", "cloudwatch", "cognito-identity", "cognito-idp",
          "ec2", "ecr", "ecs", "elasticache", "elasticfilesystem", "elasticloadbalancing", "events", "firehose", "grafana", "kms", "logs",
          "pipes", "rds", "schemas", "secretsmanager", "shield", "ssm",
        ] : "${service}:Describe*"
      ],
      [
        for service in [
          "cloudwatch", "codebuild", "ecr", "ecs", "elasticache", "firehose", "kms", "logs", "rds", "rum", "secretsmanager", "sqs", "ssm", "wafv2",
          "xray",
        ] : "${service}:List*"
      ],
      [
        "apigateway:GET",
        "ce:GetTags",
        "ce:ListCostAllocationTags",
        "cloudwatch:GetDashboard",
        "codebuild:BatchGetProjects",
        "cognito-identity:GetIdentityPoolRoles",
        "cognito-identity:ListTagsForResource",
        "cognito-idp:GetLogDeliveryConfiguration",
        "cognito-idp:GetUserPoolMfaConfig",
        "cognito-idp:ListTagsForResource",
        "ec2:GetLaunchTemplateData",
        "ec2:GetManagedPrefixListEntries",
        "ecr:GetLifecyclePolicy",
        "ecr:GetRepositoryPolicy",
        "kms:GetKeyPolicy",
        "kms:GetKeyRotationStatus",
        "logs:GetDataProtectionPolicy",
        "logs:GetDelivery",
        "logs:GetDeliveryDestination",
        "logs:GetDeliveryDestinationPolicy",
        "logs:GetDeliverySource",
        "logs:GetLogAnomalyDetector",
        "rum:GetAppMonitor",
        "s3:GetAccelerateConfiguration",
        "s3:GetAnalyticsConfiguration",
        "s3:GetBucket*",
        "s3:GetEncryptionConfiguration",
        "s3:GetIntelligentTieringConfiguration",
        "s3:GetInventoryConfiguration",
        "s3:GetLifecycleConfiguration",
        "s3:GetReplicationConfiguration",
        "s3:ListBucket",
        "secretsmanager:GetResourcePolicy",
        "sqs:GetQueueAttributes",
        "sqs:GetQueueUrl",
        "ssm:GetDocument",
        "ssm:GetMaintenanceWindow*",
        "ssm:GetPatchBaseline*",
        "wafv2:GetIPSet",
        "wafv2:GetLoggingConfiguration",
        "wafv2:GetRegexPatternSet",
        "wafv2:GetRuleGroup",
        "wafv2:GetWebACL*",
        "xray:GetEncryptionConfig",
        "xray:GetGroup*",
        "xray:GetSamplingRules",
      ],
    )
    resources = ["*"]
  }
}

# Whatever AWS adds to its policies for readers: no contents but those that a plan needs. The list is that of modules/iam-people.
data "aws_iam_policy_document" "pipeline_contents" {
  statement {
    sid    = "NoObjects"
    effect = "Deny"
    actions = [
      "s3-object-lambda:GetObject", "s3-object-lambda:GetObjectVersion", "s3:GetDataAccess", "s3:GetObject", "s3:GetObjectAnnotation",
      "s3:GetObjectTorrent", "s3:GetObjectVersion", "s3:GetObjectVersionAnnotation", "s3:GetObjectVersionTorrent",
      "s3express:CreateSession", "s3tables:GetTableData",
    ]
    not_resources = [local.states]
  }

  statement {
    sid           = "NoOtherSecrets"
    effect        = "Deny"
    actions       = ["secretsmanager:BatchGetSecretValue", "secretsmanager:GetSecretValue"]
    not_resources = local.terraform_secret_arns
  }

  statement {
    sid           = "NoOtherParameters"
    effect        = "Deny"
    actions       = ["ssm:GetParameter", "ssm:GetParameterHistory", "ssm:GetParameters", "ssm:GetParametersByPath"]
    not_resources = local.terraform_parameter_arns
  }

  statement {
    sid    = "NoLogsAndRecords"
    effect = "Deny"
    actions = [
      "athena:GetQueryResults", "athena:GetQueryResultsStream", "dax:BatchGetItem", "dax:GetItem", "dax:Query", "dax:Scan",
      "dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:GetRecords", "dynamodb:PartiQLSelect", "dynamodb:Query", "dynamodb:Scan",
      "ebs:GetSnapshotBlock", "elasticache:Connect", "kinesis:GetRecords", "kinesis:SubscribeToShard", "logs:FilterLogEvents",
      "logs:GetLogEvents", "logs:GetLogRecord", "logs:GetQueryResults", "logs:StartLiveTail", "logs:StartQuery", "logs:Unmask",
      "rds-data:BatchExecuteStatement", "rds-data:ExecuteSql", "rds-data:ExecuteStatement", "rds-db:connect",
      "rds:DownloadCompleteDBLogFile", "rds:DownloadDBLogFilePortion", "sqs:ReceiveMessage",
    ]
    resources = ["*"]
  }
}

# Roles of the system, and none of the pipeline itself: what it may do is changed by people. Whatever it gives a role, a boundary of
# the system holds, so it cannot make itself an administrator by way of a role that it has made:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
data "aws_iam_policy_document" "pipeline_roles" {
  statement {
    sid = "RolesOfSystem"
    actions = [
      "iam:DeleteRole", "iam:Get*", "iam:List*", "iam:PassRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole",
      "iam:UpdateRoleDescription",
    ]
    resources = local.system_role_arns
  }

  # The key says which boundary the role has, or is to have: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
  statement {
    sid = "WithinBoundaries"
    actions = [
      "iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy",
    ]
    resources = local.system_role_arns

    condition {
      test     = "StringEquals"
      variable = "iam:PermissionsBoundary"
      values   = values(local.boundary_arns)
    }
  }

  statement {
    sid       = "ProfilesOfSystem"
    actions   = ["iam:*InstanceProfile*"]
    resources = [for kind in ["instance-profile", "role"] : "arn:${local.partition}:iam::${local.account_id}:${kind}/${local.name}-*"]
  }

  statement {
    sid = "PoliciesOfSystem"
    actions = [
      "iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:DeletePolicyVersion", "iam:Get*", "iam:List*", "iam:TagPolicy",
      "iam:UntagPolicy",
    ]
    resources = ["arn:${local.partition}:iam::${local.account_id}:policy/${local.name}-*"]
  }

  # Providers and roles of services, whose names are others' to choose, included, and their tags.
  statement {
    sid     = "LookAtRoles"
    actions = ["iam:Get*", "iam:List*", "iam:TagOpenIDConnectProvider", "iam:TagRole", "iam:UntagOpenIDConnectProvider", "iam:UntagRole"]
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
      "iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRole*", "iam:DetachRolePolicy", "iam:PassRole", "iam:PutRole*", "iam:UpdateAssumeRolePolicy",
      "iam:UpdateRole*",
    ]
    resources = ["arn:${local.partition}:iam::${local.account_id}:role/${local.name}-pipeline-*"]
  }

  statement {
    sid       = "NotTheBoundaries"
    effect    = "Deny"
    actions   = ["iam:CreatePolicy*", "iam:DeletePolicy*", "iam:SetDefaultPolicyVersion"]
    resources = values(local.boundary_arns)
  }

  statement {
    sid       = "KeepBoundaries"
    effect    = "Deny"
    actions   = ["iam:DeleteRolePermissionsBoundary"]
    resources = ["*"]
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
    sid     = "PassRolesOfTasks"
    actions = ["iam:PassRole"]
    # Written out, as in secrets.tf: the rights of these roles wait for the database, and its secret waits for this role.
    resources = [
      module.roles["execution"].principal_arn, module.roles["task-api"].principal_arn,
      module.roles["task-scheduled"].principal_arn, module.roles["task-worker"].principal_arn,
    ]

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
