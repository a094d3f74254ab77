locals {
  # Services with one endpoint for all regions, most of them in us-east-1:
  # https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html
  global_actions = [
    "account:*",
    "acm:*",
    "aws-marketplace:*",
    "bcm-data-exports:*",
    "billing:*",
    "budgets:*",
    "ce:*",
    "chatbot:*",
    "cloudfront:*",
    "cur:*",
    "ec2:DescribeRegions",
    "globalaccelerator:*",
    "health:*",
    "iam:*",
    "networkmanager:*",
    "organizations:*",
    "payments:*",
    "pricing:*",
    "route53:*",
    "route53domains:*",
    "s3:GetAccountPublicAccessBlock",
    "s3:ListAllMyBuckets",
    "s3:PutAccountPublicAccessBlock",
    "savingsplans:*",
    "shield:*",
    "sso:*",
    "sts:*",
    "support:*",
    "tax:*",
    "trustedadvisor:*",
    "waf:*",
    "wafv2:*",
  ]
}

data "aws_iam_policy_document" "regions" {
  for_each = length(var.allowed_regions) > 0 ? toset(["regions"]) : toset([])

  statement {
    sid         = "StayInTheseRegions"
    effect      = "Deny"
    not_actions = sort(setunion(local.global_actions, var.exempt_actions))
    resources   = ["*"]

    condition {
      test     = "StringNotEquals"
      variable = "aws:RequestedRegion"
      values   = sort(var.allowed_regions)
    }

    dynamic "condition" {
      for_each = local.sparing

      content {
        test     = "ArnNotLike"
        variable = "aws:PrincipalArn"
        values   = condition.value
      }
    }
  }
}
