resource "kubernetes_namespace_v1" "this" {
  metadata {
    name        = var.name
    annotations = var.annotations
    labels = merge(var.labels, {
      "pod-security.kubernetes.io/audit"   = var.pod_security_level
      "pod-security.kubernetes.io/enforce" = var.pod_security_level
      "pod-security.kubernetes.io/warn"    = var.pod_security_level
    })
  }
}

# Pods that name no service account have this one; it speaks to nobody.
resource "kubernetes_default_service_account_v1" "this" {
  metadata {
    namespace = kubernetes_namespace_v1.this.metadata[0].name
  }

  automount_service_account_token = false
}

resource "kubernetes_service_account_v1" "this" {
  for_each = var.service_accounts

  metadata {
    name        = each.key
    namespace   = kubernetes_namespace_v1.this.metadata[0].name
    annotations = each.value.annotations
  }

  automount_service_account_token = each.value.token_mounted
}

# Whoever a policy selects receives nothing but what a policy lets in; this one selects every pod.
resource "kubernetes_network_policy_v1" "this" {
  metadata {
    name      = "ingress"
    namespace = kubernetes_namespace_v1.this.metadata[0].name
  }

  spec {
    policy_types = ["Ingress"]

    pod_selector {}

    ingress {
      from {
        namespace_selector {
          match_expressions {
            key      = "kubernetes.io/metadata.name"
            operator = "In"
            values   = sort(distinct(concat([var.name], var.ingress_namespaces)))
          }
        }
      }
    }
  }
}

resource "kubernetes_resource_quota_v1" "this" {
  count = length(var.quota) > 0 ? 1 : 0

  metadata {
    name      = "quota"
    namespace = kubernetes_namespace_v1.this.metadata[0].name
  }

  spec {
    hard = var.quota
  }
}

resource "kubernetes_limit_range_v1" "this" {
  count = var.container_limits == null ? 0 : 1

  metadata {
    name      = "containers"
    namespace = kubernetes_namespace_v1.this.metadata[0].name
  }

  spec {
    limit {
      type            = "Container"
      default         = { cpu = var.container_limits.cpu, memory = var.container_limits.memory }
      default_request = { cpu = var.container_limits.cpu_request, memory = var.container_limits.memory_request }
    }
  }
}
