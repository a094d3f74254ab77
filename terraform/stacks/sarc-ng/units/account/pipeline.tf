# The pipeline has no key. A run shows a token of its issuer, or a role of another account the external id, and takes one of two
# roles: `plan` looks at everything and changes nothing, `deploy` applies.

locals {
  managed_policies = "arn:${local.partition}:iam::aws:policy"

  pipeline_roles = {
    deploy = {
      description         = "Applies what was merged, after the approval that the environment asks for."
      inline_policies     = { roles = data.aws_iam_policy_document.manage_roles.json }
      managed_policy_arns = { power-user = "${local.managed_policies}/PowerUserAccess" }
    }
    plan = {
      description     = "Plans, and compares what is there with the code."
      inline_policies = { state = data.aws_iam_policy_document.read_state.json }
      # Settings, no contents: ReadOnlyAccess would read objects and messages.
      managed_policy_arns = {
        audit = "${local.managed_policies}/SecurityAudit"
        view  = "${local.managed_policies}/job-function/ViewOnlyAccess"
      }
    }
  }
}

module "pipeline_roles" {
  source = "../../../../modules/pipeline-role"
  count  = length(var.pipeline_trust) > 0 ? 1 : 0

  account_id = var.account_id
  name       = var.name
  path       = "/pipelines/"
  tags       = var.tags

  identity_providers = {
    for key in anytrue([for trust in values(var.pipeline_trust) : length(trust.subjects) > 0]) ? ["pipeline"] : [] : key => {
      audiences = [var.pipeline_issuer.audience]
      create    = var.pipeline_issuer.create
      url       = var.pipeline_issuer.url
    }
  }

  roles = {
    for key, trust in var.pipeline_trust : key => merge(local.pipeline_roles[key], {
      callers = trust.callers
      runs = length(trust.subjects) == 0 ? null : {
        audiences         = [var.pipeline_issuer.audience]
        identity_provider = "pipeline"
        subjects          = trust.subjects
      }
    })
  }
}

# PowerUserAccess leaves IAM out. The roles of the system have its name in front; the pipeline's own lie below another path.
data "aws_iam_policy_document" "manage_roles" {
  statement {
    sid = "ManageRolesOfTheSystem"
    actions = [
      "iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:GetRole",
      "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole", "iam:ListRolePolicies", "iam:PassRole",
      "iam:PutRolePolicy", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription",
    ]
    resources = ["arn:${local.partition}:iam::${var.account_id}:role/${var.name}-*"]
  }

  statement {
    sid       = "ManagePoliciesOfTheSystem"
    actions   = ["iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:DeletePolicyVersion", "iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListPolicyVersions", "iam:TagPolicy", "iam:UntagPolicy"]
    resources = ["arn:${local.partition}:iam::${var.account_id}:policy/${var.name}-*"]
  }

  # Of the instances that ec2_capacity lets the cluster have.
  statement {
    sid = "ManageInstanceProfilesOfTheSystem"
    actions = [
      "iam:AddRoleToInstanceProfile", "iam:CreateInstanceProfile", "iam:DeleteInstanceProfile", "iam:GetInstanceProfile",
      "iam:RemoveRoleFromInstanceProfile", "iam:TagInstanceProfile", "iam:UntagInstanceProfile",
    ]
    resources = ["arn:${local.partition}:iam::${var.account_id}:instance-profile/${var.name}-*"]
  }

  # What is the account's is made by a person first (docs/operations/sarc-ng); the pipeline sees whether it is as it should be.
  statement {
    sid       = "SeeTheAccount"
    actions   = ["iam:GetAccountPasswordPolicy", "iam:ListOpenIDConnectProviders", "iam:ListRoles"]
    resources = ["*"]
  }

  # Its own roles, and the one that AWS Config has, it can read and not change.
  statement {
    sid = "SeeOtherRoles"
    actions = [
      "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole", "iam:ListRolePolicies",
    ]
    resources = [
      "arn:${local.partition}:iam::${var.account_id}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig",
      "arn:${local.partition}:iam::${var.account_id}:role/pipelines/${var.name}-deploy",
      "arn:${local.partition}:iam::${var.account_id}:role/pipelines/${var.name}-plan",
    ]
  }

  statement {
    sid       = "SeeTheIssuer"
    actions   = ["iam:GetOpenIDConnectProvider"]
    resources = ["arn:${local.partition}:iam::${var.account_id}:oidc-provider/${trimprefix(var.pipeline_issuer.url, "https://")}"]
  }
}

data "aws_iam_policy_document" "read_state" {
  statement {
    sid       = "ReadState"
    actions   = ["s3:GetObject", "s3:ListBucket"]
    resources = [local.state_bucket_arn, "${local.state_bucket_arn}/*"]
  }

  # A plan holds the lock while it reads, as a file beside the state and as an item of the table.
  statement {
    sid       = "HoldLockFile"
    actions   = ["s3:DeleteObject", "s3:PutObject"]
    resources = ["${local.state_bucket_arn}/*.tflock"]
  }

  statement {
    sid       = "HoldLockItem"
    actions   = ["dynamodb:DeleteItem", "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem"]
    resources = ["arn:${local.partition}:dynamodb:${var.region}:${var.account_id}:table/${var.state.lock_table}"]
  }

  # What a plan asks for beyond the settings that AWS's policies for readers show. A parameter holds no secret here, and a random
  # password is thrown away: the arguments that take it are write-only.
  statement {
    sid     = "ReadConfiguration"
    actions = ["lambda:GetFunction", "ssm:GetParameter"]
    resources = [
      "arn:${local.partition}:lambda:*:${var.account_id}:function:${var.name}-*",
      "arn:${local.partition}:ssm:*:${var.account_id}:parameter/${var.name}/*",
      "arn:${local.partition}:ssm:*:${var.account_id}:parameter/${var.name}-*/*",
    ]
  }

  # Secrets Manager knows no resource here.
  statement {
    sid       = "MakeRandomPassword"
    actions   = ["secretsmanager:GetRandomPassword"]
    resources = ["*"]
  }

  statement {
    sid       = "UseKeyOfState"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = ["arn:${local.partition}:kms:${var.region}:${var.account_id}:key/*"]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${var.region}.amazonaws.com", "dynamodb.${var.region}.amazonaws.com"]
    }

    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "kms:ResourceAliases"
      values   = ["alias/${var.state.bucket_prefix}"]
    }
  }
}

locals {
  state_bucket_arn = "arn:${local.partition}:s3:::${var.state.bucket_prefix}-${var.account_id}"
}
