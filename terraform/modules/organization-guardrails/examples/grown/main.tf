module "organization_guardrails" {
  source = "../.."

  allowed_regions   = ["us-east-1", "us-west-2"]
  exempt_actions    = ["devicefarm:*"]
  exempt_role_arns  = ["arn:aws:iam::*:role/emergency", "arn:aws:iam::123456789012:role/platform/*"]
  name              = "example-corp"
  root_users_denied = false

  denials = {
    access-keys = {
      actions     = ["iam:CreateAccessKey", "iam:CreateUser"]
      description = "Machines and people take roles; users are made by the identity team."

      conditions = [
        {
          test     = "StringNotEquals"
          variable = "aws:PrincipalTag/Team"
          values   = ["identity"]
        },
      ]

      resources = ["arn:aws:iam::*:user/*"]
    }
  }

  tags = {
    DataClass = "internal"
  }

  target_ids = {
    sandbox   = "ou-ab12-gh78ij90"
    workloads = "ou-ab12-cd34ef56"
  }
}
