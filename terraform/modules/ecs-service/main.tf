# Terraform cannot switch lifecycle.ignore_changes by a variable. So there is one resource for each owner of the running state:
# Terraform itself (this), the autoscaler, which owns the task count (autoscaled), releases from elsewhere, which own the revision
# too (released), and CodeDeploy, which also owns the target group (code_deploy). Exactly one of them exists; what they share is
# computed in local.service.
locals {
  owner = (
    var.deployment_controller == "CODE_DEPLOY" ? "code_deploy" :
    var.released_elsewhere ? "released" :
    var.autoscaling != null ? "autoscaled" : "this"
  )

  service = {
    assign_public_ip          = var.assign_public_ip
    health_check_grace_period = length(var.load_balancers) > 0 ? var.health_check_grace_period_seconds : null
    launch_type               = length(var.capacity_providers) > 0 ? null : var.launch_type
    maximum_percent           = var.singleton ? 100 : var.deployment_maximum_percent
    minimum_healthy_percent   = var.singleton ? 0 : var.deployment_minimum_healthy_percent
    platform_version          = var.launch_type == "FARGATE" ? var.platform_version : null
    # AWS rebalances by starting before stopping, which a service that must not exceed 100 percent cannot do.
    rebalancing = var.singleton || var.deployment_maximum_percent <= 100 ? "DISABLED" : "ENABLED"
  }
}

resource "aws_ecs_service" "this" {
  count = local.owner == "this" ? 1 : 0

  name                               = var.name
  cluster                            = var.cluster_arn
  task_definition                    = aws_ecs_task_definition.this.arn
  availability_zone_rebalancing      = local.service.rebalancing
  deployment_maximum_percent         = local.service.maximum_percent
  deployment_minimum_healthy_percent = local.service.minimum_healthy_percent
  desired_count                      = var.desired_count
  enable_ecs_managed_tags            = true
  enable_execute_command             = var.enable_execute_command
  health_check_grace_period_seconds  = local.service.health_check_grace_period
  launch_type                        = local.service.launch_type
  platform_version                   = local.service.platform_version
  propagate_tags                     = "SERVICE"
  tags                               = var.tags

  dynamic "alarms" {
    for_each = length(var.deployment_alarm_names) > 0 ? [var.deployment_alarm_names] : []

    content {
      alarm_names = alarms.value
      enable      = true
      rollback    = true
    }
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  deployment_controller {
    type = var.deployment_controller
  }

  network_configuration {
    assign_public_ip = local.service.assign_public_ip
    security_groups  = var.security_group_ids
    subnets          = var.subnet_ids
  }

  dynamic "capacity_provider_strategy" {
    for_each = var.capacity_providers

    content {
      base              = capacity_provider_strategy.value.base
      capacity_provider = capacity_provider_strategy.key
      weight            = capacity_provider_strategy.value.weight
    }
  }

  dynamic "load_balancer" {
    for_each = var.load_balancers

    content {
      container_name   = load_balancer.value.container_name
      container_port   = load_balancer.value.container_port
      target_group_arn = load_balancer.value.target_group_arn
    }
  }

  dynamic "service_connect_configuration" {
    for_each = var.service_connect == null ? [] : [var.service_connect]

    content {
      enabled   = true
      namespace = service_connect_configuration.value.namespace_arn

      log_configuration {
        log_driver = "awslogs"
        options    = merge(local.log_options, { "awslogs-stream-prefix" = "${var.name}-proxy" })
      }

      dynamic "service" {
        for_each = service_connect_configuration.value.services

        content {
          discovery_name = service.key
          port_name      = service.key

          client_alias {
            dns_name = coalesce(service.value.dns_name, service.key)
            port     = coalesce(service.value.port, var.containers[service.key].port)
          }

          dynamic "tls" {
            for_each = service.value.tls == null ? [] : [service.value.tls]

            content {
              kms_key  = tls.value.kms_key_arn
              role_arn = tls.value.role_arn

              issuer_cert_authority {
                aws_pca_authority_arn = tls.value.authority_arn
              }
            }
          }
        }
      }
    }
  }
}

resource "aws_ecs_service" "autoscaled" {
  count = local.owner == "autoscaled" ? 1 : 0

  name                               = var.name
  cluster                            = var.cluster_arn
  task_definition                    = aws_ecs_task_definition.this.arn
  availability_zone_rebalancing      = local.service.rebalancing
  deployment_maximum_percent         = local.service.maximum_percent
  deployment_minimum_healthy_percent = local.service.minimum_healthy_percent
  desired_count                      = var.desired_count
  enable_ecs_managed_tags            = true
  enable_execute_command             = var.enable_execute_command
  health_check_grace_period_seconds  = local.service.health_check_grace_period
  launch_type                        = local.service.launch_type
  platform_version                   = local.service.platform_version
  propagate_tags                     = "SERVICE"
  tags                               = var.tags

  dynamic "alarms" {
    for_each = length(var.deployment_alarm_names) > 0 ? [var.deployment_alarm_names] : []

    content {
      alarm_names = alarms.value
      enable      = true
      rollback    = true
    }
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  deployment_controller {
    type = var.deployment_controller
  }

  network_configuration {
    assign_public_ip = local.service.assign_public_ip
    security_groups  = var.security_group_ids
    subnets          = var.subnet_ids
  }

  dynamic "capacity_provider_strategy" {
    for_each = var.capacity_providers

    content {
      base              = capacity_provider_strategy.value.base
      capacity_provider = capacity_provider_strategy.key
      weight            = capacity_provider_strategy.value.weight
    }
  }

  dynamic "load_balancer" {
    for_each = var.load_balancers

    content {
      container_name   = load_balancer.value.container_name
      container_port   = load_balancer.value.container_port
      target_group_arn = load_balancer.value.target_group_arn
    }
  }

  dynamic "service_connect_configuration" {
    for_each = var.service_connect == null ? [] : [var.service_connect]

    content {
      enabled   = true
      namespace = service_connect_configuration.value.namespace_arn

      log_configuration {
        log_driver = "awslogs"
        options    = merge(local.log_options, { "awslogs-stream-prefix" = "${var.name}-proxy" })
      }

      dynamic "service" {
        for_each = service_connect_configuration.value.services

        content {
          discovery_name = service.key
          port_name      = service.key

          client_alias {
            dns_name = coalesce(service.value.dns_name, service.key)
            port     = coalesce(service.value.port, var.containers[service.key].port)
          }

          dynamic "tls" {
            for_each = service.value.tls == null ? [] : [service.value.tls]

            content {
              kms_key  = tls.value.kms_key_arn
              role_arn = tls.value.role_arn

              issuer_cert_authority {
                aws_pca_authority_arn = tls.value.authority_arn
              }
            }
          }
        }
      }
    }
  }

  lifecycle {
    ignore_changes = [desired_count]
  }
}

resource "aws_ecs_service" "code_deploy" {
  count = local.owner == "code_deploy" ? 1 : 0

  name                               = var.name
  cluster                            = var.cluster_arn
  task_definition                    = aws_ecs_task_definition.this.arn
  deployment_maximum_percent         = local.service.maximum_percent
  deployment_minimum_healthy_percent = local.service.minimum_healthy_percent
  desired_count                      = var.desired_count
  enable_ecs_managed_tags            = true
  enable_execute_command             = var.enable_execute_command
  health_check_grace_period_seconds  = local.service.health_check_grace_period
  launch_type                        = local.service.launch_type
  platform_version                   = local.service.platform_version
  propagate_tags                     = "SERVICE"
  tags                               = var.tags

  deployment_controller {
    type = var.deployment_controller
  }

  network_configuration {
    assign_public_ip = local.service.assign_public_ip
    security_groups  = var.security_group_ids
    subnets          = var.subnet_ids
  }

  dynamic "capacity_provider_strategy" {
    for_each = var.capacity_providers

    content {
      base              = capacity_provider_strategy.value.base
      capacity_provider = capacity_provider_strategy.key
      weight            = capacity_provider_strategy.value.weight
    }
  }

  dynamic "load_balancer" {
    for_each = var.load_balancers

    content {
      container_name   = load_balancer.value.container_name
      container_port   = load_balancer.value.container_port
      target_group_arn = load_balancer.value.target_group_arn
    }
  }

  lifecycle {
    ignore_changes = [desired_count, load_balancer, task_definition]
  }
}

resource "aws_ecs_service" "released" {
  count = local.owner == "released" ? 1 : 0

  name                               = var.name
  cluster                            = var.cluster_arn
  task_definition                    = aws_ecs_task_definition.this.arn
  availability_zone_rebalancing      = local.service.rebalancing
  deployment_maximum_percent         = local.service.maximum_percent
  deployment_minimum_healthy_percent = local.service.minimum_healthy_percent
  desired_count                      = var.desired_count
  enable_ecs_managed_tags            = true
  enable_execute_command             = var.enable_execute_command
  health_check_grace_period_seconds  = local.service.health_check_grace_period
  launch_type                        = local.service.launch_type
  platform_version                   = local.service.platform_version
  propagate_tags                     = "SERVICE"
  tags                               = var.tags

  dynamic "alarms" {
    for_each = length(var.deployment_alarm_names) > 0 ? [var.deployment_alarm_names] : []

    content {
      alarm_names = alarms.value
      enable      = true
      rollback    = true
    }
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  deployment_controller {
    type = var.deployment_controller
  }

  network_configuration {
    assign_public_ip = local.service.assign_public_ip
    security_groups  = var.security_group_ids
    subnets          = var.subnet_ids
  }

  dynamic "capacity_provider_strategy" {
    for_each = var.capacity_providers

    content {
      base              = capacity_provider_strategy.value.base
      capacity_provider = capacity_provider_strategy.key
      weight            = capacity_provider_strategy.value.weight
    }
  }

  dynamic "load_balancer" {
    for_each = var.load_balancers

    content {
      container_name   = load_balancer.value.container_name
      container_port   = load_balancer.value.container_port
      target_group_arn = load_balancer.value.target_group_arn
    }
  }

  dynamic "service_connect_configuration" {
    for_each = var.service_connect == null ? [] : [var.service_connect]

    content {
      enabled   = true
      namespace = service_connect_configuration.value.namespace_arn

      log_configuration {
        log_driver = "awslogs"
        options    = merge(local.log_options, { "awslogs-stream-prefix" = "${var.name}-proxy" })
      }

      dynamic "service" {
        for_each = service_connect_configuration.value.services

        content {
          discovery_name = service.key
          port_name      = service.key

          client_alias {
            dns_name = coalesce(service.value.dns_name, service.key)
            port     = coalesce(service.value.port, var.containers[service.key].port)
          }

          dynamic "tls" {
            for_each = service.value.tls == null ? [] : [service.value.tls]

            content {
              kms_key  = tls.value.kms_key_arn
              role_arn = tls.value.role_arn

              issuer_cert_authority {
                aws_pca_authority_arn = tls.value.authority_arn
              }
            }
          }
        }
      }
    }
  }

  lifecycle {
    ignore_changes = [desired_count, task_definition]
  }
}

locals {
  service_resource = one(concat(aws_ecs_service.this, aws_ecs_service.autoscaled, aws_ecs_service.code_deploy, aws_ecs_service.released))
}
