# A service that CodeDeploy releases beside the old one: its rule on the load balancer moves, and moves back when an alarm goes on.

locals {
  account_id = "123456789012"
  name       = "shop-checkout"
  region     = "us-east-1"
  subnet_ids = ["subnet-0a1b2c3d4e5f60718", "subnet-0b2c3d4e5f6071829"]
  vpc_id     = "vpc-0a1b2c3d4e5f60718"

  execution_role_arn = "arn:aws:iam::${local.account_id}:role/${local.name}-execution"
  task_role_arn      = "arn:aws:iam::${local.account_id}:role/${local.name}-task"
}

module "cluster" {
  source = "../../modules/ecs-cluster"

  name = local.name
}

module "alb" {
  source = "../../modules/alb"

  certificate_arn    = "arn:aws:acm:us-east-1:123456789012:certificate/5c1f3f5e-9c7d-4f5e-8a51-7c1d2b3a4e5f"
  name               = local.name
  security_group_ids = ["sg-0123456789abcdef0"]
  subnet_ids         = local.subnet_ids
  target_groups      = {}
  vpc_id             = local.vpc_id
}

module "service" {
  source = "../../modules/ecs-alb-service"

  cluster_arn           = module.cluster.arn
  cluster_name          = module.cluster.name
  container_name        = "app"
  cpu                   = 512
  deployment_controller = "CODE_DEPLOY"
  desired_count         = 2
  execution_role_arn    = local.execution_role_arn
  listener_arn          = module.alb.listener_arns["https"]
  listener_rule         = { path_patterns = ["/checkout/*"], priority = 10 }
  log_group_name        = "/ecs/${local.name}"
  memory                = 1024
  name                  = local.name
  region                = local.region
  security_group_ids    = ["sg-0123456789abcdef1"]
  subnet_ids            = local.subnet_ids
  task_role_arn         = local.task_role_arn
  vpc_id                = local.vpc_id

  containers = {
    app = { image = "${local.account_id}.dkr.ecr.${local.region}.amazonaws.com/checkout:2f9c1e7", port = 8080 }
  }
}

module "alarms" {
  source = "../../modules/alarms"

  name       = local.name
  topic_arns = { warning = "arn:aws:sns:${local.region}:${local.account_id}:${local.name}-warning" }

  alarms = {
    errors = {
      description = "The load balancer gets answers with an error from the service."
      dimensions  = { LoadBalancer = module.alb.arn_suffix }
      metric_name = "HTTPCode_Target_5XX_Count"
      namespace   = "AWS/ApplicationELB"
      severity    = "warning"
      threshold   = 10
    }
  }
}

module "releases" {
  source = "../../modules/codedeploy"

  account_id       = local.account_id
  compute_platform = "ECS"
  name             = local.name
  region           = local.region

  deployment_groups = {
    checkout = {
      alarm_names = [module.alarms.names["errors"]]
      ecs = {
        cluster_name       = module.cluster.name
        execution_role_arn = local.execution_role_arn
        listener_arn       = module.alb.listener_arns["https"]
        service_name       = module.service.name
        target_group_names = values(module.service.target_group_names)
        task_role_arn      = local.task_role_arn
      }
    }
  }
}
