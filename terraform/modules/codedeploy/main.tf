resource "aws_codedeploy_app" "this" {
  name             = var.name
  compute_platform = var.compute_platform
  tags             = var.tags
}

resource "aws_codedeploy_deployment_group" "this" {
  for_each = var.deployment_groups

  app_name               = aws_codedeploy_app.this.name
  deployment_group_name  = each.key
  deployment_config_name = local.deployment_configs[each.key]
  service_role_arn       = aws_iam_role.this.arn
  tags                   = var.tags

  dynamic "alarm_configuration" {
    for_each = length(each.value.alarm_names) > 0 ? [each.value.alarm_names] : []

    content {
      alarms  = alarm_configuration.value
      enabled = true
    }
  }

  auto_rollback_configuration {
    enabled = true
    events  = concat(["DEPLOYMENT_FAILURE"], length(each.value.alarm_names) > 0 ? ["DEPLOYMENT_STOP_ON_ALARM"] : [])
  }

  deployment_style {
    deployment_option = local.with_traffic_control[each.key] ? "WITH_TRAFFIC_CONTROL" : "WITHOUT_TRAFFIC_CONTROL"
    deployment_type   = local.blue_green[each.key] ? "BLUE_GREEN" : "IN_PLACE"
  }

  dynamic "ecs_service" {
    for_each = each.value.ecs == null ? [] : [each.value.ecs]

    content {
      cluster_name = ecs_service.value.cluster_name
      service_name = ecs_service.value.service_name
    }
  }

  dynamic "blue_green_deployment_config" {
    for_each = each.value.ecs == null ? [] : [each.value.ecs]

    content {
      deployment_ready_option {
        action_on_timeout    = blue_green_deployment_config.value.approval_wait_minutes > 0 ? "STOP_DEPLOYMENT" : "CONTINUE_DEPLOYMENT"
        wait_time_in_minutes = blue_green_deployment_config.value.approval_wait_minutes
      }

      terminate_blue_instances_on_deployment_success {
        action                           = "TERMINATE"
        termination_wait_time_in_minutes = blue_green_deployment_config.value.termination_wait_minutes
      }
    }
  }

  dynamic "load_balancer_info" {
    for_each = each.value.ecs == null ? [] : [each.value.ecs]

    content {
      target_group_pair_info {
        prod_traffic_route {
          listener_arns = [load_balancer_info.value.listener_arn]
        }

        dynamic "target_group" {
          for_each = load_balancer_info.value.target_group_names

          content {
            name = target_group.value
          }
        }

        dynamic "test_traffic_route" {
          for_each = load_balancer_info.value.test_listener == null ? [] : [load_balancer_info.value.test_listener.arn]

          content {
            listener_arns = [test_traffic_route.value]
          }
        }
      }
    }
  }

  autoscaling_groups = each.value.server == null ? null : each.value.server.autoscaling_group_names

  # Each tag has a set of its own, because an instance has to be in all sets.
  dynamic "ec2_tag_set" {
    for_each = each.value.server == null ? {} : each.value.server.instance_tags

    content {
      ec2_tag_filter {
        key   = ec2_tag_set.key
        type  = "KEY_AND_VALUE"
        value = ec2_tag_set.value
      }
    }
  }

  # A copy of the Auto Scaling group would be another one than Terraform knows, so the other instances are those that a deployment
  # names, and the old ones stay: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/codedeploy_deployment_group
  dynamic "blue_green_deployment_config" {
    for_each = try(each.value.server.blue_green, false) ? [true] : []

    content {
      deployment_ready_option {
        action_on_timeout = "CONTINUE_DEPLOYMENT"
      }

      green_fleet_provisioning_option {
        action = "DISCOVER_EXISTING"
      }

      terminate_blue_instances_on_deployment_success {
        action = "KEEP_ALIVE"
      }
    }
  }

  dynamic "load_balancer_info" {
    for_each = try(length(each.value.server.target_group_names), 0) > 0 ? [each.value.server.target_group_names] : []

    content {
      dynamic "target_group_info" {
        for_each = load_balancer_info.value

        content {
          name = target_group_info.value
        }
      }
    }
  }

  # CodeDeploy asks what the role may do when a group is made.
  depends_on = [aws_iam_role_policy.this]

  # An application that goes takes its groups with it:
  # https://docs.aws.amazon.com/codedeploy/latest/userguide/applications-delete.html
  lifecycle {
    replace_triggered_by = [aws_codedeploy_app.this.compute_platform]
  }
}
