module "eks_namespace" {
  source = "../.."

  name               = "shop"
  ingress_namespaces = ["ingress"]
  labels             = { team = "shop" }

  quota = {
    "pods"         = "50"
    "requests.cpu" = "20"
  }

  service_accounts = {
    web = {}
  }
}
