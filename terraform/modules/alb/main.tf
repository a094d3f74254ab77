resource "aws_lb" "this" {
  name               = coalesce(var.load_balancer_name, var.name)
  load_balancer_type = "application"
  internal           = var.internal
  subnets            = var.subnet_ids
  security_groups    = var.security_group_ids

  drop_invalid_header_fields = true
  enable_deletion_protection = var.deletion_protection_enabled
  idle_timeout               = var.idle_timeout_seconds
  tags                       = merge(var.tags, { Name = var.name })

  dynamic "access_logs" {
    for_each = var.access_logs == null ? [] : [var.access_logs]

    content {
      enabled = true
      bucket  = access_logs.value.bucket
      prefix  = access_logs.value.prefix
    }
  }
}
