data "aws_partition" "current" {}

# https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["codebuild.amazonaws.com"]
    }

    # AWS does not document that CodeBuild says the account: where the key is absent, a plain condition would never match.
    condition {
      test     = "StringEqualsIfExists"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

resource "aws_iam_role" "this" {
  name                 = "${var.name}-build"
  description          = "What builds of ${var.name} may do."
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

locals {
  partition = data.aws_partition.current.partition
  here      = "${var.region}:${var.account_id}"

  cloned = contains(["BITBUCKET", "CODECOMMIT", "GITHUB", "GITLAB"], var.code.type)

  # What follows the name of a secret, such as the key in it, is for CodeBuild and not part of the ARN.
  secret_arns = distinct([for arn in values(var.secrets) : join(":", slice(split(":", arn), 0, 7))])
}

data "aws_iam_policy_document" "this" {
  statement {
    sid       = "WriteLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["arn:${local.partition}:logs:${local.here}:log-group:${local.log_group_name}:*"]
  }

  statement {
    sid = "ReportTests"
    actions = [
      "codebuild:BatchPutCodeCoverages",
      "codebuild:BatchPutTestCases",
      "codebuild:CreateReport",
      "codebuild:CreateReportGroup",
      "codebuild:UpdateReport",
    ]
    resources = ["arn:${local.partition}:codebuild:${local.here}:report-group/${var.name}-*"]
  }

  statement {
    sid       = "UseKeyOfArtifacts"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.kms_key_arn]
  }

  dynamic "statement" {
    for_each = var.artifacts == null ? [] : [var.artifacts]

    content {
      sid       = "LookAtBucket"
      actions   = ["s3:GetBucketAcl", "s3:GetBucketLocation"]
      resources = ["arn:${local.partition}:s3:::${statement.value.bucket}"]
    }
  }

  dynamic "statement" {
    for_each = var.artifacts == null ? [] : [var.artifacts]

    content {
      sid     = "KeepArtifacts"
      actions = ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"]
      resources = [join("/", compact([
        "arn:${local.partition}:s3:::${statement.value.bucket}", local.in_pipeline ? null : statement.value.path, "*",
      ]))]
    }
  }

  # An action bears the name of the service as the ARN of the connection does, by which of both it was made:
  # https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html
  dynamic "statement" {
    for_each = var.code.connection == null ? [] : [var.code.connection.arn]

    content {
      sid = "UseConnection"
      actions = flatten([
        for service in ["codeconnections", "codestar-connections"] :
        ["${service}:GetConnection", "${service}:GetConnectionToken", "${service}:UseConnection"]
      ])
      resources = [statement.value]
    }
  }

  dynamic "statement" {
    for_each = var.code.type == "CODECOMMIT" ? [element(split("/", var.code.location), -1)] : []

    content {
      sid       = "Clone"
      actions   = ["codecommit:GitPull"]
      resources = ["arn:${local.partition}:codecommit:${local.here}:${statement.value}"]
    }
  }

  dynamic "statement" {
    for_each = length(var.secrets) > 0 ? [local.secret_arns] : []

    content {
      sid       = "ReadSecrets"
      actions   = ["secretsmanager:GetSecretValue"]
      resources = statement.value
    }
  }

  dynamic "statement" {
    for_each = length(var.pulled_repository_arns) + length(var.pushed_repository_arns) > 0 ? [true] : []

    content {
      sid       = "SignInToRegistry"
      actions   = ["ecr:GetAuthorizationToken"]
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = length(var.pulled_repository_arns) + length(var.pushed_repository_arns) > 0 ? [true] : []

    content {
      sid       = "PullImages"
      actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      resources = concat(values(var.pulled_repository_arns), values(var.pushed_repository_arns))
    }
  }

  dynamic "statement" {
    for_each = length(var.pushed_repository_arns) > 0 ? [values(var.pushed_repository_arns)] : []

    content {
      sid       = "PushImages"
      actions   = ["ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"]
      resources = statement.value
    }
  }

  # https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-iam-identity-based-access-control.html
  # What AWS allows everywhere there is narrowed to what EC2 asks about: the subnets, the groups and the interface itself.
  dynamic "statement" {
    for_each = var.vpc == null ? [] : [true]

    content {
      sid = "LookAtNetwork"
      actions = [
        "ec2:DescribeDhcpOptions",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
      ]
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = var.vpc == null ? [] : [var.vpc]

    content {
      sid     = "JoinNetwork"
      actions = ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"]
      resources = concat(
        ["arn:${local.partition}:ec2:${local.here}:network-interface/*"],
        [for id in statement.value.subnet_ids : "arn:${local.partition}:ec2:${local.here}:subnet/${id}"],
        [for id in statement.value.security_group_ids : "arn:${local.partition}:ec2:${local.here}:security-group/${id}"],
      )
    }
  }

  dynamic "statement" {
    for_each = var.vpc == null ? [] : [var.vpc]

    content {
      sid       = "LendInterface"
      actions   = ["ec2:CreateNetworkInterfacePermission"]
      resources = ["arn:${local.partition}:ec2:${local.here}:network-interface/*"]

      condition {
        test     = "StringEquals"
        variable = "ec2:AuthorizedService"
        values   = ["codebuild.amazonaws.com"]
      }

      condition {
        test     = "ArnEquals"
        variable = "ec2:Subnet"
        values   = [for id in statement.value.subnet_ids : "arn:${local.partition}:ec2:${local.here}:subnet/${id}"]
      }
    }
  }

  dynamic "statement" {
    for_each = var.policy_statements

    content {
      sid       = statement.key
      actions   = statement.value.actions
      resources = statement.value.resources

      dynamic "condition" {
        for_each = statement.value.conditions

        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }
}

resource "aws_iam_role_policy" "this" {
  name   = "build"
  role   = aws_iam_role.this.name
  policy = data.aws_iam_policy_document.this.json
}
