# A task definition is one JSON document: a single value that only AWS knows would hide all of it from the plan, from reviewers and from
# checks. So everything in it is known beforehand. Secrets are named by their ARN without the random suffix, which Secrets Manager
# resolves by name. What AWS decides (host names) reaches the tasks through parameters.

locals {
  parameter_prefix = "arn:${local.partition}:ssm:${local.here}:parameter"
  secret_prefix    = "arn:${local.partition}:secretsmanager:${local.here}:secret"

  # What runs in containers: Flask behind the internal balancer, what works off the queues, and what the clock starts.
  task_settings = {
    api = {
      parameters = { LOG_LEVEL = "api/log-level", SESSION_SIGNING_KEY = "api/session-signing-key" }
      secrets    = { API_KEYS = "api-keys", DATABASE_CREDENTIALS = "database" }
    }
    scheduled = {
      parameters = { LOG_LEVEL = "worker/log-level" }
      secrets    = { DATABASE_CREDENTIALS = "database" }
    }
    worker = {
      parameters = { LOG_LEVEL = "worker/log-level" }
      secrets    = { DATABASE_CREDENTIALS = "database", SERVICE_ACCOUNTS = "service-accounts" }
    }
  }

  shared_parameters = {
    DATABASE_HOST        = "database/writer-endpoint"
    DATABASE_NAME        = "database/name"
    DATABASE_READER_HOST = "database/reader-endpoint"
    REDIS_HOST           = "cache/primary-endpoint"
  }

  task_secrets = {
    for task, is in local.task_settings : task => merge(
      { for variable, name in merge(local.shared_parameters, is.parameters) : variable => "${local.parameter_prefix}${module.parameters.names[name]}" },
      { for variable, key in is.secrets : variable => "${local.secret_prefix}:${module.secrets.names[key]}" },
    )
  }

  task_environment = {
    for task in keys(local.task_settings) : task => merge(local.common_settings, {
      AWS_REGION        = var.region
      DATABASE_USER     = task
      EMAIL_QUEUE_URL   = "${local.queue_prefix}/${local.name}-email"
      JOBS_QUEUE_URL    = "${local.queue_prefix}/${local.name}-jobs"
      NOTIFICATIONS_ARN = local.topic_arns["notifications"]
      ORDERED_QUEUE_URL = "${local.queue_prefix}/${local.name}-ordered.fifo"
      PROCESSED_BUCKET  = local.bucket_full_names["processed"]
      REDIS_USER        = "${local.name}-${task}"
      UPLOADS_BUCKET    = local.bucket_full_names["uploads"]
      },
      # The API signs URLs with the rights of a role that has nothing else.
      task == "api" ? { SIGNER_ROLE_ARN = "arn:${local.partition}:iam::${local.account_id}:role/${local.name}-signer" } : {},
    )
  }

  # Which image each runs. What the clock starts is in the image of the worker.
  task_images = { api = "api", scheduled = "worker", worker = "worker" }

  image_prefix = "${local.account_id}.dkr.ecr.${var.region}.${local.dns_suffix}/${local.name}"

  # Takes traces from the container beside it to X-Ray.
  trace_sidecar = var.trace_sidecar_image == null ? {} : {
    xray = {
      essential      = false
      image          = var.trace_sidecar_image
      writable_paths = ["/tmp"]
    }
  }

  health_checks = {
    api = ["CMD-SHELL", "curl --fail --silent --insecure https://localhost:${local.ports.app}/health || exit 1"]

    # It touches the file whenever it asks the queue for more.
    worker = ["CMD-SHELL", "test -n \"$(find /tmp/alive -mmin -2)\""]
  }

  task_containers = {
    for task in keys(local.task_settings) : task => merge(local.trace_sidecar, {
      (task) = {
        depends_on     = { for name in keys(local.trace_sidecar) : name => "START" }
        environment    = local.task_environment[task]
        health_check   = contains(keys(local.health_checks), task) ? { command = local.health_checks[task] } : null
        image          = "${local.image_prefix}-${local.task_images[task]}:${var.services[local.task_images[task]].version}"
        port           = task == "api" ? local.ports.app : null
        secrets        = local.task_secrets[task]
        stop_timeout   = task == "api" ? 30 : 120
        writable_paths = ["/tmp"]
      }
    })
  }

  # Revisions of CodeDeploy name it as well, or it would be taken from the service: https://github.com/aws/containers-roadmap/issues/1752
  capacity = { (module.cluster.capacity_provider_names["app"]) = { base = 0, weight = 1 } }
}

# Where copies go. Replication makes a repository that is not there by itself, without our key and without an end, and neither can be
# given to it afterwards: https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
module "replica_repositories" {
  source    = "../../modules/ecr-repository"
  for_each  = toset(var.replicate ? ["api", "worker"] : [])
  providers = { aws = aws.replica }

  kept_images = var.kept_images
  kms_key_arn = module.kms_replica[0].arn
  name        = "${local.name}-${each.key}"
}

module "repositories" {
  source   = "../../modules/ecr-repository"
  for_each = toset(["api", "worker"])

  kept_images = var.kept_images
  kms_key_arn = module.kms_data.arn
  name        = "${local.name}-${each.key}"

  # What a registry copies is said once, here for all of the system.
  replication = each.key == "api" && var.replicate ? {
    account_id = local.account_id
    prefixes   = ["${local.name}-"]
    regions    = [var.replica_region]
  } : null

  # Nothing is copied before its place is there.
  depends_on = [module.replica_repositories]
}

# Each task has an interface of its own, of which an instance holds few: two tasks on types with three interfaces.
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-instance-eni.html
module "cluster" {
  source = "../../modules/ecs-cluster"

  default_capacity_providers = { app = {} }
  ec2_capacity_providers     = { app = { auto_scaling_group_arn = module.app_tier.arn } }
  log_group_kms_key_arn      = module.kms_logs.arn
  log_retention_days         = var.log_retention_days
  name                       = local.name
}

locals {
  # What the number of tasks follows. CPU says how busy they are; requests and messages say what comes, each divided by the tasks that run.
  # The requests are those of the balancer, which leads to this service only: the metric by target group knows nothing of the second
  # group of a blue-green deployment. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/target-tracking-create-policy.html
  service_policies = {
    api = {
      requests = {
        metric = "expression"
        target = var.services["api"].requests_target
        expression_metric = {
          expression = "FILL(requests, 0) / FILL(tasks, 1)"
          metrics = {
            requests = { dimensions = { LoadBalancer = module.app_alb.arn_suffix }, name = "RequestCount", namespace = "AWS/ApplicationELB", statistic = "Sum" }
            tasks    = { dimensions = { ClusterName = local.name, ServiceName = "${local.name}-api" }, name = "CPUUtilization", namespace = "AWS/ECS", statistic = "SampleCount" }
          }
        }
      }
    }
    worker = {
      queue = {
        metric = "custom"
        target = var.services["worker"].messages_target
        custom_metric = {
          dimensions = { QueueName = module.queues["jobs"].name }
          name       = "ApproximateNumberOfMessagesVisible"
          namespace  = "AWS/SQS"
          per_task   = true
          statistic  = "Average"
        }
      }
    }
  }

  # Blue-green for what the balancer leads to, rolling updates with a circuit breaker for the rest.
  shifted_services = var.releases_shifted ? ["api"] : []
}

module "services" {
  source   = "../../modules/ecs-service"
  for_each = var.services

  capacity_providers     = local.capacity
  cluster_arn            = module.cluster.arn
  cluster_name           = module.cluster.name
  containers             = local.task_containers[each.key]
  cpu                    = each.value.cpu
  cpu_architecture       = upper(var.instance_architecture)
  deployment_alarm_names = contains(local.shifted_services, each.key) ? [] : [module.release_alarms.names[each.key]]
  deployment_controller  = contains(local.shifted_services, each.key) ? "CODE_DEPLOY" : "ECS"
  desired_count          = each.value.count
  execution_role_arn     = module.roles["execution"].arn
  launch_type            = "EC2"
  log_group_name         = module.log_groups.names[each.key]
  memory                 = each.value.memory
  name                   = "${local.name}-${each.key}"
  region                 = var.region
  released_elsewhere     = true
  security_group_ids     = [module.security_groups.ids["app"]]
  subnet_ids             = values(module.network.subnet_ids["app"])
  task_role_arn          = module.roles["task-${each.key}"].arn

  autoscaling = {
    max_count = each.value.max_count
    min_count = each.value.count
    policies  = merge({ cpu = { metric = "cpu", target = each.value.cpu_target } }, local.service_policies[each.key])
    schedules = each.value.schedules
  }

  load_balancers = each.key == "api" ? {
    app = {
      container_name   = "api"
      container_port   = local.ports.app
      target_group_arn = module.app_alb.target_group_arns["blue"]
    }
  } : {}

  # ECS refuses a capacity provider that the cluster does not have yet, and a target group that no listener uses yet.
  depends_on = [module.app_alb, module.cluster]
}

# A release owns the revision that runs; the services stay what they are.
moved {
  from = module.services["api"].aws_ecs_service.autoscaled[0]
  to   = module.services["api"].aws_ecs_service.released[0]
}

moved {
  from = module.services["worker"].aws_ecs_service.autoscaled[0]
  to   = module.services["worker"].aws_ecs_service.released[0]
}

# The task that the clock starts, with rights of its own. As a service it would run all the time, so the service runs nothing.
module "scheduled_task" {
  source = "../../modules/ecs-service"

  capacity_providers = local.capacity
  cluster_arn        = module.cluster.arn
  cluster_name       = module.cluster.name
  containers         = local.task_containers["scheduled"]
  cpu                = 256
  cpu_architecture   = upper(var.instance_architecture)
  desired_count      = 0
  execution_role_arn = module.roles["execution"].arn
  launch_type        = "EC2"
  log_group_name     = module.log_groups.names["scheduled"]
  memory             = 512
  name               = "${local.name}-scheduled"
  region             = var.region
  security_group_ids = [module.security_groups.ids["app"]]
  subnet_ids         = values(module.network.subnet_ids["app"])
  task_role_arn      = module.roles["task-scheduled"].arn

  depends_on = [module.cluster]
}

# It names the capacity provider as the services do: the services fill the instances that are there, and only what waits for the
# provider brings another one.
module "scheduled_tasks" {
  source = "../../modules/ecs-scheduled-task"

  account_id               = local.account_id
  capacity_providers       = local.capacity
  cluster_arn              = module.cluster.arn
  dead_letter_queue        = { arn = module.failures.arn }
  execution_role_arn       = module.roles["execution"].arn
  launch_type              = "EC2"
  name                     = "${local.name}-tasks"
  permissions_boundary_arn = aws_iam_policy.service_boundary.arn
  schedules                = { for key, task in var.scheduled_tasks : key => merge(task, { commands = { scheduled = task.command } }) }
  security_group_ids       = [module.security_groups.ids["app"]]
  subnet_ids               = values(module.network.subnet_ids["app"])
  task_definition_arn      = module.scheduled_task.task_definition_arn
  task_role_arn            = module.roles["task-scheduled"].arn
}
