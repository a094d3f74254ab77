module "eks_namespace" {
  source = "../.."

  name = "shop"
}
