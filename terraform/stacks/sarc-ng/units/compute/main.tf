# What services run on and are reached through: cluster, load balancer, images. The services themselves are units of their own.

locals {
  # Spot is the whole capacity where nobody minds that AWS takes a task back within two minutes.
  default_capacity = var.spot_enabled ? { FARGATE_SPOT = {} } : { FARGATE = {} }
}

module "cluster" {
  source = "../../../../modules/ecs-cluster"

  container_insights         = var.container_insights
  default_capacity_providers = local.default_capacity
  log_group_kms_key_arn      = var.kms_logs_key_arn
  log_retention_days         = var.log_retention_days
  name                       = "${var.name}-cluster"
  tags                       = var.tags

  ec2_capacity_providers = var.ec2_capacity == null ? {} : {
    instances = { auto_scaling_group_arn = module.instances[0].arn }
  }
}

module "alb" {
  source = "../../../../modules/alb"

  access_logs                 = var.access_logs
  certificate_arn             = try(var.certificate.arn, null)
  deletion_protection_enabled = var.alb_deletion_protection_enabled
  https_enabled               = var.certificate != null
  name                        = var.name
  security_group_ids          = [var.security_group_ids["alb"]]
  subnet_ids                  = var.public_subnet_ids
  tags                        = var.tags
  vpc_id                      = var.vpc_id

  # Each service brings its own target groups and its rule; what none of them takes is answered with 403.
  target_groups = {}
}

module "repositories" {
  source   = "../../../../modules/ecr-repository"
  for_each = var.repositories

  kept_images = var.kept_images
  kms_key_arn = var.kms_data_key_arn
  name        = "${var.name}-${each.key}"
  tags        = var.tags

  # Copying is a setting of the whole registry, so exactly one repository brings it:
  # https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
  replication = length(var.image_replica_regions) > 0 && each.key == sort(var.repositories)[0] ? {
    account_id = var.account_id
    prefixes   = ["${var.name}-"]
    regions    = var.image_replica_regions
  } : null
}
