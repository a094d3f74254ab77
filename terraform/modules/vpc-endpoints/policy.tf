data "aws_partition" "current" {}

locals {
  trusted_accounts = sort(setunion([var.account_id], var.trusted_account_ids))

  # What hosts call that belongs to AWS: the image of GuardDuty's agent, whose account differs by region, and the parameters and
  # documents that everybody may read. https://docs.aws.amazon.com/guardduty/latest/ug/prereq-runtime-monitoring-ecs-support.html,
  # https://github.com/aws-samples/data-perimeter-policy-examples/blob/main/vpc_endpoint_policies/ssm_endpoint_policy.json
  pull_agent = {
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = ["arn:${data.aws_partition.current.partition}:ecr:${data.aws_region.current.id}:*:repository/aws-guardduty-agent-fargate"]
  }
  of_aws = {
    "ecr.api" = [local.pull_agent]
    "ecr.dkr" = [local.pull_agent]
    "ssm" = [{
      actions = ["ssm:DescribeDocument", "ssm:GetDocument", "ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath", "ssm:SendCommand"]
      resources = [
        "arn:${data.aws_partition.current.partition}:ssm:${data.aws_region.current.id}::document/*",
        "arn:${data.aws_partition.current.partition}:ssm:${data.aws_region.current.id}::parameter/aws/*",
      ]
    }]
  }
}

# Whoever calls through an endpoint, with whatever credentials, reaches resources of trusted accounts only. An endpoint takes calls
# for its own service alone, so the actions need no list.
data "aws_iam_policy_document" "endpoint" {
  for_each = { for key, endpoint in var.endpoints : key => endpoint if endpoint.restricted }

  statement {
    sid       = "TrustedAccounts"
    actions   = ["*"]
    resources = ["*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceAccount"
      values   = local.trusted_accounts
    }
  }

  dynamic "statement" {
    for_each = var.organization_id == null ? [] : [var.organization_id]

    content {
      sid       = "Organization"
      actions   = ["*"]
      resources = ["*"]

      principals {
        type        = "*"
        identifiers = ["*"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:ResourceOrgID"
        values   = [statement.value]
      }
    }
  }

  dynamic "statement" {
    for_each = lookup(local.of_aws, each.key, [])

    content {
      sid       = "OfAws"
      actions   = statement.value.actions
      resources = statement.value.resources

      principals {
        type        = "*"
        identifiers = ["*"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:PrincipalAccount"
        values   = local.trusted_accounts
      }
    }
  }
}
