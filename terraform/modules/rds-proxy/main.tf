resource "aws_db_proxy" "this" {
  name                   = var.name
  debug_logging          = false
  engine_family          = var.engine_family
  idle_client_timeout    = var.idle_client_timeout_seconds
  require_tls            = true
  role_arn               = aws_iam_role.this.arn
  tags                   = var.tags
  vpc_security_group_ids = var.security_group_ids
  vpc_subnet_ids         = var.subnet_ids

  dynamic "auth" {
    for_each = var.users

    content {
      auth_scheme = "SECRETS"
      description = auth.key
      iam_auth    = "REQUIRED"
      secret_arn  = auth.value.secret_arn
    }
  }

  # The proxy looks at its secrets when it is made.
  depends_on = [aws_iam_role_policy.this]
}

resource "aws_db_proxy_default_target_group" "this" {
  db_proxy_name = aws_db_proxy.this.name

  connection_pool_config {
    connection_borrow_timeout = var.borrow_timeout_seconds
    max_connections_percent   = var.max_connections_percent
  }
}

resource "aws_db_proxy_target" "this" {
  db_cluster_identifier  = var.database.cluster_identifier
  db_instance_identifier = var.database.instance_identifier
  db_proxy_name          = aws_db_proxy.this.name
  target_group_name      = aws_db_proxy_default_target_group.this.name
}

# Connections to the readers of a cluster, by turns.
resource "aws_db_proxy_endpoint" "reader" {
  count = var.reader_endpoint_enabled ? 1 : 0

  db_proxy_endpoint_name = "${var.name}-reader"
  db_proxy_name          = aws_db_proxy.this.name
  tags                   = var.tags
  target_role            = "READ_ONLY"
  vpc_security_group_ids = var.security_group_ids
  vpc_subnet_ids         = var.subnet_ids
}
