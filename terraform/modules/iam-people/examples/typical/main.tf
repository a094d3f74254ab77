module "iam_people" {
  source = "../.."

  name = "shop"

  groups = {
    developers = {
      managed_policy_arns = { "read-only" = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
    }
    operators = {
      reads = ["logs"]
      managed_policy_arns = {
        "read-only" = "arn:aws:iam::aws:policy/ReadOnlyAccess"
        "support"   = "arn:aws:iam::aws:policy/AWSSupportAccess"
      }
    }
  }
}
