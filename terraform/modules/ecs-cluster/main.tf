# Container Insights makes this group itself where it is missing, without a key and for ever.
resource "aws_cloudwatch_log_group" "container_insights" {
  count = var.container_insights == "disabled" ? 0 : 1

  name              = "/aws/ecs/containerinsights/${var.name}/performance"
  kms_key_id        = var.log_group_kms_key_arn
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

resource "aws_ecs_cluster" "this" {
  name = var.name
  tags = var.tags

  depends_on = [aws_cloudwatch_log_group.container_insights]

  setting {
    name  = "containerInsights"
    value = var.container_insights
  }

  dynamic "configuration" {
    for_each = var.execute_command_log_group_name == null ? [] : [var.execute_command_log_group_name]

    content {
      execute_command_configuration {
        kms_key_id = var.kms_key_arn
        logging    = "OVERRIDE"

        log_configuration {
          cloud_watch_encryption_enabled = true
          cloud_watch_log_group_name     = configuration.value
        }
      }
    }
  }
}

resource "aws_ecs_capacity_provider" "this" {
  for_each = var.ec2_capacity_providers

  name = "${var.name}-${each.key}"
  tags = var.tags

  auto_scaling_group_provider {
    auto_scaling_group_arn         = each.value.auto_scaling_group_arn
    managed_draining               = "ENABLED"
    managed_termination_protection = each.value.termination_protection ? "ENABLED" : "DISABLED"

    managed_scaling {
      status          = "ENABLED"
      target_capacity = each.value.target_capacity
    }
  }

  # The cluster gives it up first: ECS refuses to delete what is in use.
  lifecycle {
    create_before_destroy = true
  }
}

locals {
  ec2_names = { for key, provider in aws_ecs_capacity_provider.this : key => provider.name }
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  cluster_name       = aws_ecs_cluster.this.name
  capacity_providers = concat(["FARGATE", "FARGATE_SPOT"], values(local.ec2_names))

  dynamic "default_capacity_provider_strategy" {
    for_each = var.default_capacity_providers

    content {
      base              = default_capacity_provider_strategy.value.base
      capacity_provider = lookup(local.ec2_names, default_capacity_provider_strategy.key, default_capacity_provider_strategy.key)
      weight            = default_capacity_provider_strategy.value.weight
    }
  }
}
