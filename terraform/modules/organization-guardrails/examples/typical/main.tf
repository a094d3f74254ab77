module "organization_guardrails" {
  source = "../.."

  allowed_regions  = ["us-east-1", "us-west-2"]
  exempt_role_arns = ["arn:aws:iam::*:role/emergency"]
  name             = "example-corp"

  tags = {
    DataClass = "internal"
  }

  target_ids = {
    workloads = "ou-ab12-cd34ef56"
  }
}
