module "pipeline_role" {
  source = "../.."

  account_id = "123456789012"
  name       = "shop"
  path       = "/pipelines/"

  identity_providers = {
    gitlab = { url = "https://gitlab.com", audiences = ["https://gitlab.com"], create = false }
    forge = {
      url         = "https://forge.example.com/issuer"
      audiences   = ["shop"]
      thumbprints = ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"]
    }
    github = { url = "https://token.actions.githubusercontent.com" }
  }

  roles = {
    deploy = {
      description              = "Applies what was merged, after the approval that the environment asks for."
      max_session_seconds      = 7200
      permissions_boundary_arn = "arn:aws:iam::123456789012:policy/pipelines-boundary"
      runs                     = { identity_provider = "github", subjects = ["repo:example/shop:environment:production"] }

      inline_policies = {
        push-images = jsonencode({
          Version = "2012-10-17"
          Statement = [{
            Effect   = "Allow"
            Action   = ["ecr:PutImage"]
            Resource = ["arn:aws:ecr:us-east-1:123456789012:repository/shop-app"]
          }]
        })
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

    from-tools = {
      description = "Deploys on behalf of the pipeline in the account of the tools."
      callers = {
        external_id     = "shop-production"
        organization_id = "o-a1b2c3d4e5"
        role_arns       = ["arn:aws:iam::210987654321:role/pipelines/shop-deploy"]
      }
    }

    mirror = {
      description = "Publishes the documentation."
      runs = {
        audiences         = ["https://gitlab.com"]
        identity_provider = "gitlab"
        subjects          = ["project_path:example/shop:ref_type:branch:ref:main"]
      }
    }

    plan = {
      description         = "Plans what a pull request would change."
      managed_policy_arns = { view = "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess" }
      runs                = { identity_provider = "github", subjects = ["repo:example/shop:pull_request"] }
    }

    release = {
      description = "Releases from the forge."
      runs        = { audiences = ["shop"], identity_provider = "forge", subjects = ["shop/release"] }
    }
  }

  tags = {
    Component = "pipelines"
  }
}
