# A service behind a load balancer: requests come in over TLS, tasks run in private subnets of two zones and scale with the requests,
# every log group has the same key and an end, and each part reaches the next one only.

locals {
  account_id = "123456789012"
  name       = "shop-production"
  port       = 8000
  region     = "us-east-1"
}

# Named before the roles and log groups exist, because they wait for the key.
module "logs_key" {
  source = "../../modules/kms-key"

  account_id  = local.account_id
  description = "Log groups of the shop."
  name        = "${local.name}-logs"

  service_principals = {
    "logs.${local.region}.amazonaws.com" = {
      conditions = [{
        test     = "ArnLike"
        variable = "kms:EncryptionContext:aws:logs:arn"
        values   = ["arn:aws:logs:${local.region}:${local.account_id}:log-group:*"]
      }]
    }
  }
}

module "network" {
  source = "../../modules/network"

  account_id         = local.account_id
  availability_zones = ["us-east-1a", "us-east-1b"]
  kms_key_arn        = module.logs_key.arn
  name               = local.name

  tiers = {
    public = { kind = "public", slot = 0 }
    app    = { kind = "private", slot = 1 }
  }
}

module "security_groups" {
  source = "../../modules/security-groups"

  name   = local.name
  vpc_id = module.network.vpc_id

  groups = {
    alb = { description = "Load balancer" }
    app = { description = "Tasks of the application" }
  }

  ingress_rules = {
    alb-http     = { group = "alb", description = "HTTP, to be redirected", from_port = 80, cidr_ipv4 = "0.0.0.0/0" }
    alb-https    = { group = "alb", description = "HTTPS from the internet", from_port = 443, cidr_ipv4 = "0.0.0.0/0" }
    app-from-alb = { group = "app", description = "Requests", from_port = local.port, referenced_group = "alb" }
  }

  egress_rules = {
    alb-to-app   = { group = "alb", description = "Requests", from_port = local.port, referenced_group = "app" }
    app-to-https = { group = "app", description = "AWS services and others", from_port = 443, cidr_ipv4 = "0.0.0.0/0" }
  }
}

module "access_logs" {
  source = "../../modules/s3-bucket"

  name            = "${local.name}-access-logs-${local.account_id}"
  lifecycle_rules = { old = { expiration_days = 90 } }
  log_delivery    = { account_id = local.account_id, sources = ["load-balancer"] }
  tags            = { DataClass = "internal" }
}

module "alb" {
  source = "../../modules/alb"

  access_logs          = { bucket = module.access_logs.id, prefix = "alb" }
  certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/5c1f3f5e-9c7d-4f5e-8a51-7c1d2b3a4e5f"
  default_target_group = "app"
  name                 = local.name
  security_group_ids   = [module.security_groups.ids["alb"]]
  subnet_ids           = values(module.network.subnet_ids["public"])
  target_groups        = { app = { port = local.port } }
  vpc_id               = module.network.vpc_id
}

module "image_repository" {
  source = "../../modules/ecr-repository"

  name = "shop-app"
}

module "cluster" {
  source = "../../modules/ecs-cluster"

  log_group_kms_key_arn = module.logs_key.arn
  name                  = local.name
}

module "log_groups" {
  source = "../../modules/log-groups"

  kms_key_arn = module.logs_key.arn
  log_groups  = { app = { name = "/ecs/${local.name}/app" } }
}

data "aws_iam_policy_document" "start" {
  # ECR gives this token for the whole registry and knows no narrower resource.
  statement {
    sid       = "SignInToRegistry"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    sid       = "PullImage"
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = [module.image_repository.arn]
  }

  statement {
    sid       = "WriteLogs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${module.log_groups.arns["app"]}:*"]
  }
}

module "roles" {
  source   = "../../modules/iam-role"
  for_each = { app = {}, execution = { start-tasks = data.aws_iam_policy_document.start.json } }

  description     = "Tasks of the shop: ${each.key}."
  inline_policies = each.value
  name            = "${local.name}-${each.key}"

  trust = {
    services = {
      "ecs-tasks.amazonaws.com" = {
        conditions = [{ test = "StringEquals", variable = "aws:SourceAccount", values = [local.account_id] }]
      }
    }
  }
}

module "service" {
  source = "../../modules/ecs-service"

  cluster_arn        = module.cluster.arn
  cluster_name       = module.cluster.name
  cpu                = 512
  desired_count      = 2
  execution_role_arn = module.roles["execution"].arn
  log_group_name     = module.log_groups.names["app"]
  memory             = 1024
  name               = "${local.name}-app"
  region             = local.region
  security_group_ids = [module.security_groups.ids["app"]]
  subnet_ids         = values(module.network.subnet_ids["app"])
  task_role_arn      = module.roles["app"].arn

  autoscaling = {
    max_count = 10
    min_count = 2

    policies = {
      cpu = { metric = "cpu", target = 70 }
      requests = {
        metric         = "requests"
        resource_label = "${module.alb.arn_suffix}/${module.alb.target_group_arn_suffixes["app"]}"
        target         = 500
      }
    }
  }

  # Known beforehand, or the plan would hide the whole definition: the name of the repository, not its computed URL.
  containers = {
    app = {
      health_check   = { command = ["CMD-SHELL", "curl --fail http://localhost:${local.port}/health"] }
      image          = "${local.account_id}.dkr.ecr.${local.region}.amazonaws.com/${module.image_repository.name}:2f9c1e7"
      port           = local.port
      writable_paths = ["/tmp"]
    }
  }

  load_balancers = {
    alb = { container_name = "app", container_port = local.port, target_group_arn = module.alb.target_group_arns["app"] }
  }

  # ECS refuses a target group that no listener uses yet.
  depends_on = [module.alb]
}
