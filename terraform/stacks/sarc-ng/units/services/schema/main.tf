# What the services share of the database: where it is, and a task that makes their users and the tables. It is the one part that reads
# the master's secret; the services are never master. The pipeline starts the task before it releases, and people after the first apply.

data "aws_partition" "current" {}

locals {
  partition = data.aws_partition.current.partition

  # Without it the pipeline neither makes nor changes a role (units/account/pipeline.tf).
  boundary_arn = "arn:${local.partition}:iam::aws:policy/PowerUserAccess"

  image            = "${var.account_id}.dkr.ecr.${var.region}.${data.aws_partition.current.dns_suffix}/${var.repository_name}:${var.image_version}"
  log_group_name   = "/ecs/${var.name}/schema"
  parameter_prefix = "arn:${local.partition}:ssm:${var.region}:${var.account_id}:parameter"
  secret_prefix    = "arn:${local.partition}:secretsmanager:${var.region}:${var.account_id}:secret"

  # A rotation makes a second user, called <user>_clone, and MySQL's names end after 32 characters:
  # https://dev.mysql.com/doc/refman/8.4/en/user-names.html
  user_names = [for user in sort(var.users) : substr("${var.name}-${user}", 0, 32 - length("_clone"))]

  # Secrets Manager ends an ARN with six characters of its own.
  user_secret_arns = [for user in sort(var.users) : "${local.secret_prefix}:${var.name}-${user}/database-??????"]

  database_parameters = {
    "database/host"        = { description = "Host that leads to the writer.", value = var.database.endpoint }
    "database/name"        = { description = "Name of the database.", value = var.database.name }
    "database/port"        = { description = "Port of the database.", value = tostring(var.database.port) }
    "database/reader-host" = { description = "Host that leads to the readers.", value = var.database.reader_endpoint }
  }
}

module "parameters" {
  source = "../../../../../modules/ssm-parameters"

  parameters = merge(var.configuration, local.database_parameters)
  path       = var.parameter_path
  tags       = var.tags
}

# Apart from the configuration of the services, which need not know it.
module "schema_parameters" {
  source = "../../../../../modules/ssm-parameters"

  path = "/${var.name}/schema"
  tags = var.tags

  parameters = {
    "master-secret-arn" = { description = "Secret with name and password of the master, for the task of the schema.", value = var.master_secret_arn }
  }
}

module "log_groups" {
  source = "../../../../../modules/log-groups"

  kms_key_arn        = var.kms_logs_key_arn
  log_groups         = { schema = { name = local.log_group_name } }
  log_retention_days = var.log_retention_days
  tags               = var.tags
}

# No service keeps it running: a task of it is started, does its work, and ends.
resource "aws_ecs_task_definition" "this" {
  family                   = "${var.name}-schema"
  cpu                      = 256
  execution_role_arn       = module.roles["execution"].arn
  memory                   = 512
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  skip_destroy             = true
  tags                     = var.tags
  task_role_arn            = module.roles["task"].arn

  container_definitions = jsonencode([{
    command = ["migrate"]
    environment = [
      { name = "AWS_REGION", value = var.region },
      { name = "BACKUPS_BUCKET", value = local.backups_bucket },
      { name = "DATABASE_SECRET_NAMES", value = join(",", [for user in sort(var.users) : "${var.name}-${user}/database"]) },
      { name = "DATABASE_USERS", value = join(",", local.user_names) },
    ]
    essential = true
    image     = local.image
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        "awslogs-group"         = local.log_group_name
        "awslogs-region"        = var.region
        "awslogs-stream-prefix" = "schema"
      }
    }
    mountPoints            = [{ containerPath = "/tmp", readOnly = false, sourceVolume = "tmp" }]
    name                   = "schema"
    readonlyRootFilesystem = true
    secrets = [
      { name = "DATABASE_HOST", valueFrom = "${local.parameter_prefix}${var.parameter_path}/database/host" },
      { name = "DATABASE_NAME", valueFrom = "${local.parameter_prefix}${var.parameter_path}/database/name" },
      { name = "DATABASE_PORT", valueFrom = "${local.parameter_prefix}${var.parameter_path}/database/port" },
      { name = "MASTER_SECRET_ARN", valueFrom = "${local.parameter_prefix}/${var.name}/schema/master-secret-arn" },
    ]
  }])

  runtime_platform {
    cpu_architecture        = "X86_64"
    operating_system_family = "LINUX"
  }

  volume {
    name = "tmp"
  }

  lifecycle {
    precondition {
      condition     = length(distinct(local.user_names)) == length(local.user_names)
      error_message = "Two users have the same first 26 characters, beyond which MySQL has no room for the users that take turns with them: choose a shorter name."
    }
  }
}
