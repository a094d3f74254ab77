locals {
  # A read-only root file system needs a volume for every path that the container writes to.
  writable_paths = merge([
    for name, container in var.containers : {
      for path in container.writable_paths : "${name}${replace(path, "/", "_")}" => { container = name, path = path }
    }
  ]...)

  # The provider leaves null settings out before it compares or sends the document.
  containers = [
    for name, container in var.containers : {
      command                = container.command
      environment            = [for key, value in container.environment : { name = key, value = value }]
      essential              = container.essential
      image                  = container.image
      name                   = name
      readonlyRootFilesystem = container.readonly_root_filesystem
      secrets                = [for key, value_from in container.secrets : { name = key, valueFrom = value_from }]
      stopTimeout            = container.stop_timeout

      healthCheck = container.health_check == null ? null : {
        command     = container.health_check.command
        interval    = container.health_check.interval
        retries     = container.health_check.retries
        startPeriod = container.health_check.start_period
        timeout     = container.health_check.timeout
      }

      logConfiguration = {
        logDriver = "awslogs"
        options = {
          "awslogs-group"         = var.log_group_name
          "awslogs-region"        = var.region
          "awslogs-stream-prefix" = var.name
        }
      }

      mountPoints = [
        for volume, mount in local.writable_paths : { containerPath = mount.path, readOnly = false, sourceVolume = volume }
        if mount.container == name
      ]

      portMappings = container.port == null ? [] : [
        { containerPort = container.port, hostPort = container.port, protocol = "tcp" }
      ]
    }
  ]
}

resource "aws_ecs_task_definition" "this" {
  family                   = var.name
  container_definitions    = jsonencode(local.containers)
  cpu                      = var.cpu
  execution_role_arn       = var.execution_role_arn
  memory                   = var.memory
  network_mode             = "awsvpc"
  requires_compatibilities = [var.launch_type]
  tags                     = var.tags
  task_role_arn            = var.task_role_arn

  # The circuit breaker and people roll back to earlier revisions, which ECS refuses once they are deregistered.
  skip_destroy = true

  runtime_platform {
    cpu_architecture        = var.cpu_architecture
    operating_system_family = "LINUX"
  }

  dynamic "volume" {
    for_each = local.writable_paths

    content {
      name = volume.key
    }
  }
}
