module "iam_people" {
  source = "../.."

  name = "shop"

  groups = {
    billing = {
      managed_policy_arns = { "billing" = "arn:aws:iam::aws:policy/AWSBillingReadOnlyAccess" }
    }
    operators = {
      reads = ["logs"]
      managed_policy_arns = {
        "support"   = "arn:aws:iam::aws:policy/AWSSupportAccess"
        "read-only" = "arn:aws:iam::aws:policy/ReadOnlyAccess"
      }
    }
    developers = {
      managed_policy_arns = {
        "code"      = "arn:aws:iam::aws:policy/AWSCodePipeline_ReadOnlyAccess"
        "read-only" = "arn:aws:iam::aws:policy/ReadOnlyAccess"
      }
    }
  }
}
