module "iam_role" {
  source = "../.."

  name                     = "shop-instance"
  description              = "Rights of the shop's instances and of the auditors who look at them."
  create_instance_profile  = true
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/shop-boundary"

  trust = {
    services = { "ec2.amazonaws.com" = {} }
    accounts = { "210987654321" = { external_id = "shop-audit" } }
  }

  inline_policies = {
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
    "session-manager" = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
  }
}
