module "organization_guardrails" {
  source = "../.."

  name = "example-corp"

  target_ids = {
    workloads = "ou-ab12-cd34ef56"
  }
}
