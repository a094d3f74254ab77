data "aws_partition" "current" {}

resource "aws_eks_access_entry" "this" {
  for_each = var.access

  cluster_name      = aws_eks_cluster.this.name
  kubernetes_groups = each.value.kubernetes_groups
  principal_arn     = each.value.principal_arn
  tags              = var.tags
  type              = "STANDARD"
}

resource "aws_eks_access_policy_association" "this" {
  for_each = { for key, one in var.access : key => one if one.policy != null }

  cluster_name  = aws_eks_cluster.this.name
  policy_arn    = "arn:${data.aws_partition.current.partition}:eks::aws:cluster-access-policy/${each.value.policy}"
  principal_arn = aws_eks_access_entry.this[each.key].principal_arn

  access_scope {
    namespaces = each.value.namespaces
    type       = length(each.value.namespaces) > 0 ? "namespace" : "cluster"
  }
}
