module "pipeline_role" {
  source = "../.."

  account_id = "123456789012"
  name       = "shop"
  path       = "/pipelines/"

  identity_providers = {
    github = { url = "https://token.actions.githubusercontent.com" }
  }

  roles = {
    plan = {
      description         = "Plans what a pull request would change."
      managed_policy_arns = { view = "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess" }
      runs                = { identity_provider = "github", subjects = ["repo:example/shop:pull_request"] }
    }

    deploy = {
      description              = "Applies what was merged, after the approval that the environment asks for."
      max_session_seconds      = 7200
      permissions_boundary_arn = "arn:aws:iam::123456789012:policy/pipelines-boundary"
      runs                     = { identity_provider = "github", subjects = ["repo:example/shop:environment:production"] }

      inline_policies = {
        take-accounts = jsonencode({
          Version = "2012-10-17"
          Statement = [{
            Effect   = "Allow"
            Action   = ["sts:AssumeRole"]
            Resource = ["arn:aws:iam::210987654321:role/pipelines/shop-deploy"]
          }]
        })
      }
    }
  }
}
