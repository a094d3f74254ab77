data "aws_partition" "current" {}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["codedeploy.amazonaws.com"]
    }

    # AWS does not document that CodeDeploy says the account: where the key is absent, a plain condition would never match.
    condition {
      test     = "StringEqualsIfExists"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

resource "aws_iam_role" "this" {
  name                 = "${var.name}-codedeploy"
  description          = "What CodeDeploy may do to release ${var.name}."
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

locals {
  here = "${var.region}:${var.account_id}"

  ecs_services = [for group in values(var.deployment_groups) : group.ecs if group.ecs != null]
  listener_arns = flatten([
    for service in local.ecs_services : concat([service.listener_arn], service.test_listener == null ? [] : [service.test_listener.arn])
  ])
  functions = flatten([for group in values(var.deployment_groups) : values(group.lambda.function_arns) if group.lambda != null])
  hooks     = flatten([for group in values(var.deployment_groups) : values(group.hook_function_arns)])
  alarms    = distinct(flatten([for group in values(var.deployment_groups) : tolist(group.alarm_names)]))

  servers            = [for group in values(var.deployment_groups) : group.server if group.server != null]
  autoscaling_groups = distinct(flatten([for server in local.servers : tolist(server.autoscaling_group_names)]))
  target_groups      = distinct(flatten([for server in local.servers : tolist(server.target_group_names)]))
}

# AWS's own policies, https://docs.aws.amazon.com/codedeploy/latest/userguide/getting-started-create-service-role.html, narrowed to
# what the groups name. An action on `*` takes no resource.
data "aws_iam_policy_document" "this" {
  dynamic "statement" {
    for_each = length(local.alarms) > 0 ? [local.alarms] : []

    content {
      sid       = "WatchAlarms"
      actions   = ["cloudwatch:DescribeAlarms"]
      resources = [for name in statement.value : "arn:${data.aws_partition.current.partition}:cloudwatch:${local.here}:alarm:${name}"]
    }
  }

  dynamic "statement" {
    for_each = length(local.hooks) > 0 ? [local.hooks] : []

    content {
      sid       = "CallHooks"
      actions   = ["lambda:InvokeFunction"]
      resources = flatten([for arn in statement.value : [arn, "${arn}:*"]])
    }
  }

  dynamic "statement" {
    for_each = length(var.revision_bucket_arns) > 0 ? [values(var.revision_bucket_arns)] : []

    content {
      sid       = "ReadRevisions"
      actions   = ["s3:GetObject", "s3:GetObjectVersion"]
      resources = [for arn in statement.value : "${arn}/*"]
    }
  }

  dynamic "statement" {
    for_each = length(local.ecs_services) > 0 ? [local.ecs_services] : []

    content {
      sid     = "ReplaceTasks"
      actions = ["ecs:CreateTaskSet", "ecs:DeleteTaskSet", "ecs:DescribeServices", "ecs:UpdateServicePrimaryTaskSet"]
      resources = flatten([
        for service in statement.value : [
          "arn:${data.aws_partition.current.partition}:ecs:${local.here}:service/${service.cluster_name}/${service.service_name}",
          "arn:${data.aws_partition.current.partition}:ecs:${local.here}:task-set/${service.cluster_name}/${service.service_name}/*",
        ]
      ])
    }
  }

  dynamic "statement" {
    for_each = length(local.ecs_services) > 0 ? [local.ecs_services] : []

    content {
      sid       = "PassRoles"
      actions   = ["iam:PassRole"]
      resources = flatten([for service in statement.value : [service.execution_role_arn, service.task_role_arn]])

      condition {
        test     = "StringEquals"
        variable = "iam:PassedToService"
        values   = ["ecs-tasks.amazonaws.com"]
      }
    }
  }

  dynamic "statement" {
    for_each = length(local.ecs_services) > 0 ? [local.listener_arns] : []

    content {
      sid       = "MoveTraffic"
      actions   = ["elasticloadbalancing:ModifyListener", "elasticloadbalancing:ModifyRule"]
      resources = flatten([for arn in statement.value : [arn, "${replace(arn, ":listener/", ":listener-rule/")}/*"]])
    }
  }

  dynamic "statement" {
    for_each = length(local.ecs_services) > 0 ? [true] : []

    content {
      sid = "LookAtLoadBalancers"
      actions = [
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeRules",
        "elasticloadbalancing:DescribeTargetGroups",
      ]
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = length(local.functions) > 0 ? [local.functions] : []

    content {
      sid       = "MoveAliases"
      actions   = ["lambda:GetAlias", "lambda:GetProvisionedConcurrencyConfig", "lambda:UpdateAlias"]
      resources = flatten([for arn in statement.value : [arn, "${arn}:*"]])
    }
  }

  dynamic "statement" {
    for_each = length(local.servers) > 0 ? [true] : []

    content {
      sid = "LookAtInstances"
      actions = [
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeLifecycleHooks",
        "ec2:DescribeInstanceStatus",
        "ec2:DescribeInstances",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
        "tag:GetResources",
      ]
      resources = ["*"]
    }
  }

  # CodeDeploy hooks itself into a group, so that new instances get the last revision before they count.
  dynamic "statement" {
    for_each = length(local.autoscaling_groups) > 0 ? [local.autoscaling_groups] : []

    content {
      sid = "HookIntoGroups"
      actions = [
        "autoscaling:CompleteLifecycleAction",
        "autoscaling:DeleteLifecycleHook",
        "autoscaling:PutLifecycleHook",
        "autoscaling:RecordLifecycleActionHeartbeat",
        "autoscaling:ResumeProcesses",
        "autoscaling:SuspendProcesses",
      ]
      resources = [
        for name in statement.value :
        "arn:${data.aws_partition.current.partition}:autoscaling:${local.here}:autoScalingGroup:*:autoScalingGroupName/${name}"
      ]
    }
  }

  dynamic "statement" {
    for_each = length(local.target_groups) > 0 ? [local.target_groups] : []

    content {
      sid     = "TakeOutTargets"
      actions = ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"]
      resources = [
        for name in statement.value : "arn:${data.aws_partition.current.partition}:elasticloadbalancing:${local.here}:targetgroup/${name}/*"
      ]
    }
  }
}

resource "aws_iam_role_policy" "this" {
  name   = "release"
  role   = aws_iam_role.this.name
  policy = data.aws_iam_policy_document.this.json
}
