output "arn" {
  description = "ARN of the cluster."
  value       = aws_eks_cluster.this.arn
}

output "certificate_authority_data" {
  description = "Certificate, in base64, by which clients know the cluster."
  value       = one(aws_eks_cluster.this.certificate_authority[*].data)
}

output "cluster_security_group_id" {
  description = "Identifier of the security group that EKS makes for control plane and nodes; the group of a database admits it."
  value       = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
}

output "endpoint" {
  description = "URL of the cluster's API, known once those of access may use it."
  value       = aws_eks_cluster.this.endpoint

  depends_on = [aws_eks_access_policy_association.this]
}

output "name" {
  description = "Name of the cluster, known once those of access may use it and there are nodes."
  value       = aws_eks_cluster.this.name

  depends_on = [aws_eks_access_policy_association.this, aws_eks_node_group.this]
}

output "node_role_arn" {
  description = "ARN of the role of the nodes, known once it has its rights."
  value       = aws_iam_role.node.arn

  depends_on = [aws_iam_role_policy_attachment.node]
}

output "oidc_issuer" {
  description = "URL of the issuer that vouches for service accounts, where something cannot use pod_roles."
  value       = aws_eks_cluster.this.identity[0].oidc[0].issuer
}
