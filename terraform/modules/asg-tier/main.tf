# The provider gives its default tags to what it makes itself, not to what a group launches:
# https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/data-sources/default_tags
data "aws_default_tags" "this" {}

locals {
  tags = merge(data.aws_default_tags.this.tags, var.tags, { Name = var.name })

  # ECS puts this tag on the group of a capacity provider, and Terraform would take it off again:
  # https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ecs_capacity_provider
  group_tags = merge(local.tags, var.ecs_managed ? { AmazonECSManaged = "true" } : {})
}

resource "aws_autoscaling_group" "this" {
  name                = var.name
  vpc_zone_identifier = var.subnet_ids

  desired_capacity = var.desired_count
  max_size         = var.max_count
  min_size         = var.min_count

  default_instance_warmup   = var.instance_warmup_seconds
  health_check_grace_period = var.health_check_grace_period_seconds
  health_check_type         = length(var.target_group_arns) > 0 ? "ELB" : "EC2"
  max_instance_lifetime     = var.max_instance_lifetime_days == null ? null : var.max_instance_lifetime_days * 86400
  protect_from_scale_in     = var.ecs_managed
  service_linked_role_arn   = var.service_linked_role_arn
  target_group_arns         = var.target_group_arns

  # Nothing would take away what is protected from scaling in, so a group that goes takes its instances along: ECS has moved its tasks
  # elsewhere, or has none any more.
  # https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteAutoScalingGroup.html
  force_delete = var.ecs_managed

  # Spot instances are replaced when EC2 expects to take them back, not when it does.
  capacity_rebalance = var.spot != null

  # They cost nothing, and a queue's depth is divided by the instances in service.
  enabled_metrics = [
    "GroupDesiredCapacity",
    "GroupInServiceInstances",
    "GroupMaxSize",
    "GroupMinSize",
    "GroupPendingInstances",
    "GroupTerminatingInstances",
    "GroupTotalInstances",
  ]

  # A number, not $Latest: a change of the template is a change of the group, and can be taken back.
  dynamic "launch_template" {
    for_each = var.spot == null ? [aws_launch_template.this.latest_version] : []

    content {
      id      = aws_launch_template.this.id
      version = launch_template.value
    }
  }

  dynamic "mixed_instances_policy" {
    for_each = var.spot == null ? [] : [var.spot]

    content {
      instances_distribution {
        on_demand_base_capacity                  = mixed_instances_policy.value.on_demand_base
        on_demand_percentage_above_base_capacity = mixed_instances_policy.value.on_demand_percent
        spot_allocation_strategy                 = "price-capacity-optimized"
      }

      launch_template {
        launch_template_specification {
          launch_template_id = aws_launch_template.this.id
          version            = aws_launch_template.this.latest_version
        }

        dynamic "override" {
          for_each = concat([var.instance_type], mixed_instances_policy.value.instance_types)

          content {
            instance_type = override.value
          }
        }
      }
    }
  }

  # New instances are in service before the old ones go. AWS takes nothing back where the image is a parameter's:
  # https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-rollback.html
  instance_refresh {
    strategy = "Rolling"

    preferences {
      auto_rollback                = startswith(local.image_id, "ami-")
      max_healthy_percentage       = var.refresh.max_healthy_percent
      min_healthy_percentage       = var.refresh.min_healthy_percent
      scale_in_protected_instances = "Refresh"
    }
  }

  dynamic "tag" {
    for_each = local.group_tags

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }

  lifecycle {
    # Policies, schedules and ECS move it.
    ignore_changes = [desired_capacity]
  }
}
