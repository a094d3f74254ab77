# What fails is taken back, and what is there is not taken over: a release is either as it is written here, or as it was.
resource "helm_release" "this" {
  name       = var.name
  chart      = var.chart
  namespace  = var.namespace
  repository = var.repository
  values     = var.values
  version    = var.chart_version

  set_wo          = [for name, value in var.secret_values : { name = name, value = value }]
  set_wo_revision = var.secret_values_version

  atomic           = true
  cleanup_on_fail  = true
  create_namespace = false
  max_history      = var.max_history
  timeout          = var.timeout_seconds
  wait             = true
  wait_for_jobs    = true
}
