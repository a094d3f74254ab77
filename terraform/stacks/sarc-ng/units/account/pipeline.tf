# The pipeline has no key. A run shows a token of its issuer, or a role of another account the external id, and takes one of two
# roles: `plan` looks at everything and changes nothing, not even a lock, and `deploy` applies.

locals {
  managed_policies = "arn:${local.partition}:iam::aws:policy"

  # What caps every role that the pipeline makes or changes: what it may do itself, so no role lifts it above that.
  # https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
  boundary_arn = "${local.managed_policies}/PowerUserAccess"

  # These hand on roles of the system (releases of tasks, restores), which the boundary does not allow, or are the account's: a person
  # makes and changes them, and the pipeline only looks.
  role_arns_of_people = [
    for name in ["${var.name}-api-codedeploy", "${var.name}-db-backup", "${var.name}-*-cloudtrail"] :
    "arn:${local.partition}:iam::${var.account_id}:role/${name}"
  ]

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
      "iam:DeleteRole", "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole",
      "iam:ListRolePolicies", "iam:PassRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole",
      "iam:UpdateRoleDescription",
    ]
    resources = ["arn:${local.partition}:iam::${var.account_id}:role/${var.name}-*"]
  }

  # The key says which boundary the role has, or is to have.
  statement {
    sid = "GiveRightsWithinTheBoundary"
    actions = [
      "iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:PutRolePermissionsBoundary",
      "iam:PutRolePolicy",
    ]
    resources = ["arn:${local.partition}:iam::${var.account_id}:role/${var.name}-*"]

    condition {
      test     = "StringEquals"
      variable = "iam:PermissionsBoundary"
      values   = [local.boundary_arn]
    }
  }

  statement {
    sid       = "LeaveRolesOfPeople"
    effect    = "Deny"
    actions   = ["iam:DeleteRole", "iam:PutRole*", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole*"]
    resources = local.role_arns_of_people
  }

  statement {
    sid       = "KeepBoundaries"
    effect    = "Deny"
    actions   = ["iam:DeleteRolePermissionsBoundary"]
    resources = ["*"]
  }

  # The policies with the system's name are about people: without a second factor they may do nothing.
  statement {
    sid       = "SeePolicies"
    actions   = ["iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListPolicyVersions"]
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
  # Its own state and no other, and no lock: who holds one keeps everybody else from applying.
  statement {
    sid       = "ReadState"
    actions   = ["s3:GetObject", "s3:ListBucket"]
    resources = [local.state_bucket_arn, "${local.state_bucket_arn}/${var.name}/*"]
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
    actions   = ["kms:Decrypt"]
    resources = ["arn:${local.partition}:kms:${var.region}:${var.account_id}:key/*"]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${var.region}.amazonaws.com"]
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
