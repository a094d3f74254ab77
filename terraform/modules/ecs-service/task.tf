locals {
  # A read-only root file system needs a volume for every path that the container writes to.
  writable_paths = merge([
    for name, container in var.containers : {
      for path in container.writable_paths : "${name}${replace(path, "/", "_")}" => { container = name, path = path }
    }
  ]...)

  log_options = {
    "awslogs-group"         = var.log_group_name
    "awslogs-region"        = var.region
    "awslogs-stream-prefix" = var.name
  }

  # Service Connect finds a port by its name. Others need none, and with one every service would get a new revision.
  connected = var.service_connect == null ? {} : var.service_connect.services

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

      dependsOn = length(container.depends_on) == 0 ? null : [
        for other, condition in container.depends_on : { containerName = other, condition = condition }
      ]

      healthCheck = container.health_check == null ? null : {
        command     = container.health_check.command
        interval    = container.health_check.interval
        retries     = container.health_check.retries
        startPeriod = container.health_check.start_period
        timeout     = container.health_check.timeout
      }

      # An init process passes signals on and reaps what a session in the container leaves behind.
      linuxParameters = coalesce(container.init_process, var.enable_execute_command) ? { initProcessEnabled = true } : null

      logConfiguration = {
        logDriver = "awslogs"
        options   = local.log_options
      }

      mountPoints = concat(
        [
          for volume, mount in local.writable_paths : { containerPath = mount.path, readOnly = false, sourceVolume = volume }
          if mount.container == name
        ],
        [
          for volume, mount in container.efs_mounts :
          { containerPath = mount.path, readOnly = mount.read_only, sourceVolume = volume }
        ],
      )

      portMappings = container.port == null ? [] : [{
        appProtocol   = try(local.connected[name].app_protocol, null)
        containerPort = container.port
        hostPort      = container.port
        name          = contains(keys(local.connected), name) ? name : null
        protocol      = "tcp"
      }]
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

  # Whoever reaches the file system on the network still has to be this task's role, and reads nothing on the way.
  dynamic "volume" {
    for_each = var.efs_volumes

    content {
      name = volume.key

      efs_volume_configuration {
        file_system_id     = volume.value.file_system_id
        root_directory     = volume.value.root_directory
        transit_encryption = "ENABLED"

        authorization_config {
          access_point_id = volume.value.access_point_id
          iam             = "ENABLED"
        }
      }
    }
  }
}
