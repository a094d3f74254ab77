module "eks_helm_release" {
  source = "../.."

  name      = "web"
  chart     = "${path.module}/../chart"
  namespace = "shop"
}
