# Two groups of instances: the web tier, to which the load balancer leads, and the application tier, which ECS fills with containers
# (containers.tf). Between them stands a balancer of its own, which only web servers and the API reach.

locals {
  # What instances are made from. Each tier has an image with everything in it that it needs, so that a new instance serves at once.
  images = {
    app = {
      # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-optimized_AMI.html
      components   = ["update-linux", "amazon-cloudwatch-agent-linux"]
      packages     = "amazon-efs-utils awscli-2"
      parent_image = "arn:${local.partition}:imagebuilder:${var.region}:aws:image/amazon-linux-2023-ecs-optimized-${var.instance_architecture == "arm64" ? "arm64" : "x86"}/x.x.x"
      service      = "ecs.service"
    }
    web = {
      components   = ["update-linux", "amazon-cloudwatch-agent-linux", "aws-codedeploy-agent-linux"]
      packages     = "amazon-efs-utils awscli-2 nginx nodejs22 openssl"
      parent_image = null
      service      = "nginx.service"
    }
  }

  # Until the first image is built, instances start with AWS's own, and get the packages at their first start.
  stock_images = {
    app = "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023${var.instance_architecture == "arm64" ? "/arm64" : ""}/recommended/image_id"
    web = null
  }

  image_ids = {
    for tier in keys(local.images) : tier => var.custom_images_enabled ? "resolve:ssm:${module.images[tier].image_parameter_name}" : local.stock_images[tier]
  }

  # Where settings are found. They are made first, because an instance reads them when it starts.
  settings_path = trimsuffix(module.tier_settings.names["web/app-url"], "/web/app-url")

  # Instances are patched and backed up by their tags.
  instance_tags = merge(local.snapshot_tags, { PatchGroup = local.patch_group })
}

module "images" {
  source   = "../../modules/image-builder"
  for_each = local.images

  architecture             = var.instance_architecture
  aws_components           = each.value.components
  copies                   = var.replicate ? { (var.replica_region) = {} } : {}
  name                     = "${local.name}-${each.key}"
  parent_image             = each.value.parent_image
  permissions_boundary_arn = aws_iam_policy.service_boundary.arn
  root_volume_gb           = 30
  security_group_ids       = [module.security_groups.ids[each.key]]
  subnet_id                = module.network.subnet_ids[each.key][var.availability_zones[0]]

  components = {
    packages = templatefile("${path.module}/hosts/packages.yaml.tftpl", { packages = each.value.packages, service = each.value.service, tier = each.key })
  }
}

# What web servers are told beside the settings of secrets.tf, and where both tiers find the files that they share.
module "tier_settings" {
  source = "../../modules/ssm-parameters"

  path = "/${local.name}"

  parameters = {
    "files/file-system"             = { description = "Identifier of the file system that instances share.", value = module.file_system.id }
    "files/access-point-processing" = { description = "Way to the files that are being processed.", value = module.file_system.access_point_ids["processing"] }
    "files/access-point-settings"   = { description = "Way to the settings that are shared.", value = module.file_system.access_point_ids["settings"] }
    "web/api-url"                   = { description = "Address of the API.", value = local.api_url }
    "web/app-url"                   = { description = "Address of the internal balancer of the application.", value = local.app_url }
    "web/health-without-release"    = { description = "What a web server to which nothing is released says of its health.", value = var.web_released ? "503" : "200" }
  }
}

locals {
  # The name that the certificate of the internal balancer has; without a domain nobody can vouch for it.
  app_host = local.has_domain ? local.names.app : module.app_alb.dns_name
  app_url  = local.has_domain ? "https://${local.app_host}" : "http://${local.app_host}"
}

locals {
  # What gp3 has anyway is stated, so that a plan shows it; other types know no throughput, and gp2 no operations either.
  gp3 = { iops = 3000, throughput = 125 }
  tier_volumes = {
    for tier, volume in { app = coalesce(var.app_tier.volume, var.instance_volume), web = coalesce(var.web_tier.volume, var.instance_volume) } :
    tier => merge(volume, { for key, value in local.gp3 : key => coalesce(volume[key], value) if volume.type == "gp3" })
  }
}

module "web_tier" {
  source = "../../modules/asg-tier"

  architecture               = var.instance_architecture
  desired_count              = var.web_tier.desired_count
  detailed_monitoring        = var.enhanced_monitoring_enabled
  image_id                   = local.image_ids["web"]
  instance_profile_arn       = module.roles["web"].instance_profile_arn
  instance_type              = var.web_tier.instance_type
  kms_key_arn                = module.kms_data.arn
  max_count                  = var.web_tier.max_count
  max_instance_lifetime_days = var.instance_lifetime_days
  min_count                  = var.web_tier.min_count
  name                       = coalesce(var.web_tier.name, "${local.name}-web-asg")
  root_volume                = local.tier_volumes["web"]
  schedules                  = var.web_tier.schedules
  security_group_ids         = [module.security_groups.ids["web"]]
  service_linked_role_arn    = aws_iam_service_linked_role.autoscaling.arn
  spot                       = var.web_tier.spot
  subnet_ids                 = values(module.network.subnet_ids["web"])
  tags                       = local.instance_tags
  target_group_arns          = [module.alb.target_group_arns["web"]]

  policies = {
    cpu = { metric = "cpu", target = var.web_tier.cpu_target }
    requests = {
      metric         = "requests"
      resource_label = "${module.alb.arn_suffix}/${module.alb.target_group_arn_suffixes["web"]}"
      target         = var.web_tier.requests_target
    }
  }

  user_data = templatefile("${path.module}/hosts/web.sh.tftpl", {
    agent_settings = local.agent_settings_name
    environment    = var.environment
    log_level      = trimprefix(module.parameters.names["web/log-level"], "${local.settings_path}/")
    mount_commands = local.mount_commands
    port           = local.ports.web
    region         = var.region
    settings_path  = local.settings_path
  })
}

# ECS adds instances when tasks find no room, and drains those that are left over; what the tasks follow is said in containers.tf.
module "app_tier" {
  source = "../../modules/asg-tier"

  architecture               = var.instance_architecture
  desired_count              = var.app_tier.desired_count
  detailed_monitoring        = var.enhanced_monitoring_enabled
  ecs_managed                = true
  image_id                   = local.image_ids["app"]
  instance_profile_arn       = module.roles["app"].instance_profile_arn
  instance_type              = var.app_tier.instance_type
  kms_key_arn                = module.kms_data.arn
  max_count                  = var.app_tier.max_count
  max_instance_lifetime_days = var.instance_lifetime_days
  min_count                  = var.app_tier.min_count
  name                       = "${local.name}-app-asg"
  root_volume                = local.tier_volumes["app"]
  security_group_ids         = [module.security_groups.ids["app"]]
  service_linked_role_arn    = aws_iam_service_linked_role.autoscaling.arn
  spot                       = var.app_tier.spot
  subnet_ids                 = values(module.network.subnet_ids["app"])
  tags                       = local.instance_tags

  user_data = templatefile("${path.module}/hosts/app.sh.tftpl", {
    agent_settings = local.agent_settings_name
    cluster        = module.cluster.name
    mount_commands = local.mount_commands
    region         = var.region
    settings_path  = local.settings_path
  })
}

# CodeDeploy moves the listener from one group to the other. Neither keeps visitors to a task, which a deployment would leave behind.
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-bluegreen.html
module "app_alb" {
  source = "../../modules/alb"

  certificate_arn                = local.certificate_arn
  default_target_group           = "blue"
  deletion_protection_enabled    = var.alb_deletion_protection_enabled
  http_enabled                   = !local.has_domain
  https_enabled                  = local.has_domain
  internal                       = true
  name                           = "${var.short_name}-${local.stage}-app"
  security_group_ids             = [module.security_groups.ids["app-alb"]]
  subnet_ids                     = values(module.network.subnet_ids["app"])
  traffic_switched_by_codedeploy = var.releases_shifted
  vpc_id                         = module.network.vpc_id

  access_logs = {
    bucket = module.logs_bucket.id
    prefix = "app-alb"
  }

  # The containers show a certificate of their own, which the balancer does not check; the groups keep impostors out.
  target_groups = {
    for colour in ["blue", "green"] : colour => {
      port                         = local.ports.app
      protocol                     = "HTTPS"
      cross_zone_enabled           = var.cross_zone_enabled
      deregistration_delay_seconds = var.deregistration_delay_seconds
      health_check                 = var.app_health_check
      stickiness                   = { enabled = false }
    }
  }
}
