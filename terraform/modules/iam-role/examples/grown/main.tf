module "iam_role" {
  source = "../.."

  name                     = "shop-instance"
  description              = "Rights of the shop's instances and of the auditors who look at them."
  create_instance_profile  = true
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/shop-boundary"

  trust = {
    accounts = {
      "111122223333" = { require_mfa = true }
      "210987654321" = { external_id = "shop-audit" }
    }
    services = { "ec2.amazonaws.com" = {} }
    oidc = {
      "token.actions.githubusercontent.com" = {
        provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
        subjects     = ["repo:example/shop:ref:refs/heads/main"]
      }
    }
    organizations = {
      "o-a1b2c3d4e5" = { role_names = ["inventory"] }
    }
    roles = {
      reporting = { arn = "arn:aws:iam::123456789012:role/shop-reporting", tag_session = true }
    }
  }

  inline_policies = {
    "publish-metrics" = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Action    = ["cloudwatch:PutMetricData"]
        Resource  = ["*"]
        Condition = { StringEquals = { "cloudwatch:namespace" = "Shop" } }
      }]
    })
    "read-configuration" = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect   = "Allow"
        Action   = ["ssm:GetParameter"]
        Resource = ["arn:aws:ssm:us-east-1:123456789012:parameter/shop/*"]
      }]
    })
  }

  managed_policy_arns = {
    "agent"           = "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy"
    "session-manager" = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
  }
}
