resource "aws_eks_cluster" "this" {
  name                      = var.name
  enabled_cluster_log_types = var.log_types
  role_arn                  = aws_iam_role.cluster.arn
  tags                      = var.tags
  version                   = var.kubernetes_version

  # Who may do what is said by access alone: whoever makes the cluster is not its administrator for that.
  access_config {
    authentication_mode                         = "API"
    bootstrap_cluster_creator_admin_permissions = false
  }

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = var.kms_key_arn
    }
  }

  upgrade_policy {
    support_type = var.extended_support_enabled ? "EXTENDED" : "STANDARD"
  }

  vpc_config {
    endpoint_private_access = true
    endpoint_public_access  = length(var.public_access_cidr_blocks) > 0
    public_access_cidrs     = length(var.public_access_cidr_blocks) > 0 ? var.public_access_cidr_blocks : null
    security_group_ids      = var.security_group_ids
    subnet_ids              = var.subnet_ids
  }

  # EKS makes the log group that is missing, without a key and without an end, and works with the rights of the role from
  # the first moment to the last: https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
  depends_on = [aws_cloudwatch_log_group.this, aws_iam_role_policy_attachment.cluster]
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/eks/${var.name}/cluster"
  kms_key_id        = var.kms_key_arn
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

# Pods have rights of their own by a service account, not those of the node that they run on.
resource "aws_eks_pod_identity_association" "this" {
  for_each = var.pod_roles

  cluster_name    = aws_eks_cluster.this.name
  namespace       = each.value.namespace
  role_arn        = each.value.role_arn
  service_account = each.value.service_account
  tags            = var.tags
}

resource "aws_eks_addon" "this" {
  for_each = var.addons

  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = each.key
  addon_version               = each.value.version
  configuration_values        = each.value.configuration
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "PRESERVE"
  tags                        = var.tags

  # An add-on that has nowhere to run is never ready.
  depends_on = [aws_eks_node_group.this]
}
