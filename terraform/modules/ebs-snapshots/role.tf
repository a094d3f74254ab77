data "aws_partition" "current" {}

locals {
  creating = { INSTANCE = "ec2:CreateSnapshots", VOLUME = "ec2:CreateSnapshot" }[var.resource_type]
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["dlm.amazonaws.com"]
    }

    condition {
      test     = "StringEqualsIfExists"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

# AWS's policy for snapshots, without fast restores, sharing and archives, on what carries the tags:
# https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSDataLifecycleManagerServiceRole.html
data "aws_iam_policy_document" "this" {
  # EC2 lists for a whole region.
  statement {
    sid       = "Look"
    actions   = ["ec2:DescribeAvailabilityZones", "ec2:DescribeInstances", "ec2:DescribeSnapshots", "ec2:DescribeVolumes"]
    resources = ["*"]
  }

  # Of what carries one of the tags.
  dynamic "statement" {
    for_each = var.target_tags

    content {
      actions   = [local.creating]
      resources = ["arn:${data.aws_partition.current.partition}:ec2:*:${var.account_id}:${lower(var.resource_type)}/*"]

      condition {
        test     = "StringEquals"
        variable = "aws:ResourceTag/${statement.key}"
        values   = [statement.value]
      }
    }
  }

  # The volumes of an instance need not carry its tags.
  dynamic "statement" {
    for_each = var.resource_type == "INSTANCE" ? [true] : []

    content {
      sid       = "OfVolumes"
      actions   = [local.creating]
      resources = ["arn:${data.aws_partition.current.partition}:ec2:*:${var.account_id}:volume/*"]
    }
  }

  statement {
    sid       = "KeepSnapshots"
    actions   = [local.creating, "ec2:CopySnapshot", "ec2:CreateTags", "ec2:DeleteSnapshot"]
    resources = ["arn:${data.aws_partition.current.partition}:ec2:*::snapshot/*"]
  }

  # https://docs.aws.amazon.com/ebs/latest/userguide/service-role.html
  dynamic "statement" {
    for_each = length(var.kms_key_arns) > 0 ? [true] : []

    content {
      sid       = "UseKeys"
      actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
      resources = values(var.kms_key_arns)
    }
  }

  dynamic "statement" {
    for_each = length(var.kms_key_arns) > 0 ? [true] : []

    content {
      sid       = "GrantToVolumes"
      actions   = ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"]
      resources = values(var.kms_key_arns)

      condition {
        test     = "Bool"
        variable = "kms:GrantIsForAWSResource"
        values   = ["true"]
      }
    }
  }
}

resource "aws_iam_role" "this" {
  name                 = "${var.name}-snapshots"
  description          = "Data Lifecycle Manager: makes and deletes snapshots."
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "this" {
  name   = "snapshots"
  role   = aws_iam_role.this.name
  policy = data.aws_iam_policy_document.this.json
}
