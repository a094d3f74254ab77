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
    web      = {}
    operator = { annotations = { "example.com/owner" = "shop" }, token_mounted = true }
  }

  container_limits = {
    cpu            = "500m"
    cpu_request    = "100m"
    memory         = "512Mi"
    memory_request = "256Mi"
  }
}
