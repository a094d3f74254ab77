data "aws_partition" "current" {}

data "aws_region" "current" {}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ssm.amazonaws.com"]
    }

    condition {
      test     = "StringEqualsIfExists"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

# AWS advises against the service-linked role, which may send anything to everything; this is its policy for windows, narrowed:
# https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_MaintenanceWindowTask.html,
# https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSSMMaintenanceWindowRole.html
data "aws_iam_policy_document" "this" {
  statement {
    sid       = "SendPatches"
    actions   = ["ssm:SendCommand"]
    resources = ["arn:${data.aws_partition.current.partition}:ssm:${data.aws_region.current.id}::document/AWS-RunPatchBaseline"]
  }

  statement {
    sid       = "ToInstances"
    actions   = ["ssm:SendCommand"]
    resources = ["arn:${data.aws_partition.current.partition}:ec2:${data.aws_region.current.id}:${var.account_id}:instance/*"]

    condition {
      test     = "StringEquals"
      variable = "ssm:resourceTag/PatchGroup"
      values   = local.target.values
    }
  }

  # Commands that were sent belong to no resource.
  statement {
    sid = "FollowCommands"
    actions = [
      "ssm:CancelCommand",
      "ssm:GetCommandInvocation",
      "ssm:ListCommandInvocations",
      "ssm:ListCommands",
      "tag:GetResources",
    ]
    resources = ["*"]
  }
}

resource "aws_iam_role" "this" {
  name                 = "${var.name}-patching"
  description          = "Maintenance windows: install patches."
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "this" {
  name   = "patching"
  role   = aws_iam_role.this.name
  policy = data.aws_iam_policy_document.this.json
}
