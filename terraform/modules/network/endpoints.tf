data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  region = data.aws_region.current.id

  # Buckets of AWS that hosts in a VPC read from without knowing: image layers of ECR, repositories of Amazon Linux, what the agents
  # of Systems Manager, CloudWatch and CodeDeploy and the builders of Image Builder fetch:
  # https://github.com/aws-samples/data-perimeter-policy-examples/blob/main/service_owned_resources.md
  # https://docs.aws.amazon.com/imagebuilder/latest/userguide/vpc-interface-endpoints.html#vpc-endpoint-policy-s3
  buckets_of_aws = [
    "${local.region}-birdwatcher-prod",
    "al2023-${local.region}",
    "al2023-repos-${local.region}-de612dc2",
    "amazon-ssm-${local.region}",
    "amazon-ssm-packages-${local.region}",
    "amazoncloudwatch-agent",
    "amazoncloudwatch-agent-${local.region}",
    "amazonlinux-2-repos-${local.region}",
    "amazonlinux.${local.region}.amazonaws.com",
    "aws-codedeploy-${local.region}",
    "aws-ssm-${local.region}",
    "aws-ssm-distributor-file-${local.region}",
    "aws-ssm-document-attachments-${local.region}",
    "ec2imagebuilder-managed-resources-${local.region}-prod",
    "ec2imagebuilder-toe-${local.region}-prod",
    "packages.${local.region}.amazonaws.com",
    "patch-baseline-snapshot-${local.region}",
    "prod-${local.region}-starport-layer-bucket",
    "repo.${local.region}.amazonaws.com",
  ]

  readable_objects = concat(
    [for bucket in local.buckets_of_aws : "arn:${data.aws_partition.current.partition}:s3:::${bucket}/*"],
    [for arn in sort(var.readable_bucket_arns) : "${arn}/*"],
  )
}

# A gateway cannot be told which bucket or table is meant, so without a policy stolen data leaves through it to any account.
data "aws_iam_policy_document" "endpoint" {
  for_each = var.gateway_endpoints_restricted ? var.gateway_endpoints : []

  statement {
    sid       = "TrustedAccounts"
    actions   = ["${each.key}:*"]
    resources = ["*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceAccount"
      values   = sort(setunion([var.account_id], var.trusted_account_ids))
    }
  }

  dynamic "statement" {
    for_each = var.organization_id == null ? [] : [var.organization_id]

    content {
      sid       = "Organization"
      actions   = ["${each.key}:*"]
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
    for_each = each.key == "s3" ? [local.readable_objects] : []

    content {
      sid       = "ReadFromOthers"
      actions   = ["s3:GetObject"]
      resources = statement.value

      principals {
        type        = "*"
        identifiers = ["*"]
      }
    }
  }
}

resource "aws_vpc_endpoint" "this" {
  for_each = var.gateway_endpoints

  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.${local.region}.${each.key}"
  vpc_endpoint_type = "Gateway"
  policy            = var.gateway_endpoints_restricted ? data.aws_iam_policy_document.endpoint[each.key].json : null
  route_table_ids   = [for key, table in local.route_tables : aws_route_table.this[key].id if table.kind != "public"]
  tags              = merge(var.tags, { Name = "${var.name}-${each.key}" })
}
