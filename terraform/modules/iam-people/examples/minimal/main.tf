module "iam_people" {
  source = "../.."

  name = "shop"
}
