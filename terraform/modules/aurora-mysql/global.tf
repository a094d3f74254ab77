# Made of the cluster, not before it, so that a cluster with data can become the primary of a global one, and stays when
# it is taken out again: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-getting-started.html
resource "aws_rds_global_cluster" "this" {
  count = var.global_cluster_name == null ? 0 : 1

  global_cluster_identifier    = var.global_cluster_name
  deletion_protection          = var.deletion_protection
  force_destroy                = true
  source_db_cluster_identifier = aws_rds_cluster.this.arn
  tags                         = var.tags

  # Only a cluster with a writer becomes a primary.
  depends_on = [aws_rds_cluster_instance.this]
}
