module "eks_helm_release" {
  source = "../.."

  name            = "web"
  chart           = "${path.module}/../chart"
  chart_version   = "1.2.3"
  namespace       = "shop"
  values          = [yamlencode({ replicas = 2 }), yamlencode({ greeting = "good morning" })]
  max_history     = 20
  timeout_seconds = 600
}
