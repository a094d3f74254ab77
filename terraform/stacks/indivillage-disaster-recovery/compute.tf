# The two groups of the primary region, from the same images and with the same first start. They are as small as var.capacity says until
# this region serves.

locals {
  capacity = { for tier, of in var.capacity : tier => var.activated ? of.active : of.idle }

  # Image Builder brings the images of the primary region here, and keeps their numbers in parameters of the same names.
  image_ids = {
    for tier in ["app", "web"] : tier => "resolve:ssm:/imagebuilder/${local.primary_name}-${tier}"
  }

  # The same first start as in the primary region, with the places of this one.
  first_start = "${path.module}/../indivillage/hosts"

  agent_settings_name = "AmazonCloudWatch-${local.name}"
  files_mount_point   = "/mnt/indivillage"

  mount_commands = templatefile("${local.first_start}/mount.sh.tftpl", {
    access_points = module.file_system.access_point_ids
    file_system   = module.file_system.id
    mount_point   = local.files_mount_point
  })
}

# Empty until the files are restored from the vault of this region, and free of charge as long.
module "file_system" {
  source = "../../modules/efs"

  automatic_backups_enabled = false
  kms_key_arn               = module.kms_data.arn
  name                      = "${local.name}-files"
  security_group_ids        = [module.security_groups.ids["files"]]
  zone_subnet_ids           = module.network.subnet_ids["data"]

  access_points = {
    processing = { path = "/processing", user_id = 1000, group_id = 1000, permissions = "0770" }
    settings   = { path = "/settings", user_id = 1001, group_id = 1000, permissions = "0750" }
  }

  clients = {
    app      = { access_points = ["processing", "settings"], role_arn = module.roles["app"].principal_arn }
    web      = { access_points = ["processing"], role_arn = module.roles["web"].principal_arn }
    web-read = { access_points = ["settings"], role_arn = module.roles["web"].principal_arn, write = false }
  }
}

module "web_tier" {
  source = "../../modules/asg-tier"

  desired_count           = local.capacity["web"].min_count
  image_id                = local.image_ids["web"]
  instance_profile_arn    = module.roles["web"].instance_profile_arn
  instance_type           = var.instance_type
  kms_key_arn             = module.kms_data.arn
  max_count               = local.capacity["web"].max_count
  min_count               = local.capacity["web"].min_count
  name                    = "${local.name}-web-asg"
  security_group_ids      = [module.security_groups.ids["web"]]
  service_linked_role_arn = local.autoscaling_role_arn
  subnet_ids              = values(module.network.subnet_ids["web"])
  target_group_arns       = [module.alb.target_group_arns["web"]]

  policies = {
    cpu = { metric = "cpu", target = 70 }
    requests = {
      metric         = "requests"
      resource_label = "${module.alb.arn_suffix}/${module.alb.target_group_arn_suffixes["web"]}"
      target         = 1000
    }
  }

  user_data = templatefile("${local.first_start}/web.sh.tftpl", {
    agent_settings = local.agent_settings_name
    environment    = var.environment
    log_level      = "web/log-level"
    mount_commands = local.mount_commands
    port           = local.ports.web
    region         = var.region
    settings_path  = "/${local.name}"
  })

  # An instance reads its settings when it starts.
  depends_on = [aws_ssm_parameter.agent, module.parameters]
}

module "app_tier" {
  source = "../../modules/asg-tier"

  desired_count           = local.capacity["app"].min_count
  ecs_managed             = true
  image_id                = local.image_ids["app"]
  instance_profile_arn    = module.roles["app"].instance_profile_arn
  instance_type           = var.instance_type
  kms_key_arn             = module.kms_data.arn
  max_count               = local.capacity["app"].max_count
  min_count               = local.capacity["app"].min_count
  name                    = "${local.name}-app-asg"
  security_group_ids      = [module.security_groups.ids["app"]]
  service_linked_role_arn = local.autoscaling_role_arn
  subnet_ids              = values(module.network.subnet_ids["app"])

  user_data = templatefile("${local.first_start}/app.sh.tftpl", {
    agent_settings = local.agent_settings_name
    cluster        = module.cluster.name
    mount_commands = local.mount_commands
    region         = var.region
    settings_path  = "/${local.name}"
  })
}

module "app_alb" {
  source = "../../modules/alb"

  certificate_arn             = one(module.certificate[*].arn)
  default_target_group        = "api"
  deletion_protection_enabled = var.alb_deletion_protection_enabled
  http_enabled                = !local.has_domain
  https_enabled               = local.has_domain
  internal                    = true
  name                        = "${var.short_name}-app"
  security_group_ids          = [module.security_groups.ids["app-alb"]]
  subnet_ids                  = values(module.network.subnet_ids["app"])
  vpc_id                      = module.network.vpc_id

  access_logs = {
    bucket = local.logs_bucket_name
    prefix = "app-alb"
  }

  target_groups = {
    api = {
      port         = local.ports.app
      protocol     = "HTTPS"
      health_check = { path = "/health", interval_seconds = 15, healthy_threshold = 2 }
      stickiness   = { enabled = false }
    }
  }
}

# The settings of the primary region, with the places of this one. Secrets have their own copies (/<environment>/…).
module "parameters" {
  source = "../../modules/ssm-parameters"

  kms_key_arn = module.kms_data.arn
  path        = "/${local.name}"

  parameters = merge(
    {
      "api/log-level"                 = { description = "Level from which messages are logged.", value = var.application_log_level }
      "database/name"                 = { description = "Name of the database.", value = "indivillage" }
      "database/reader-endpoint"      = { description = "Host name of the database for reads.", value = module.database.address }
      "database/writer-endpoint"      = { description = "Host name of the database for writes, once the copy is promoted.", value = module.database.address }
      "storage/allowed-suffixes"      = { description = "Ends of the names of files that may be uploaded.", type = "StringList", value = join(",", sort(var.upload_limits.suffixes)) }
      "storage/max-upload-bytes"      = { description = "Size in bytes up to which files may be uploaded.", value = tostring(var.upload_limits.max_bytes) }
      "storage/processed-bucket"      = { description = "Name of the bucket for results.", value = local.processed_bucket_name }
      "storage/uploads-bucket"        = { description = "Name of the bucket that takes uploads.", value = local.uploads_bucket_name }
      "storage/url-lifetime-seconds"  = { description = "Seconds for which a URL for an upload or a download holds.", value = tostring(var.upload_limits.url_lifetime_seconds) }
      "web/api-url"                   = { description = "Address of the API.", value = local.app_url }
      "web/app-url"                   = { description = "Address of the internal balancer of the application.", value = local.app_url }
      "web/health-without-release"    = { description = "What a web server to which nothing is released says of its health.", value = var.web_released ? "503" : "200" }
      "web/log-level"                 = { description = "Level from which messages are logged.", value = var.application_log_level }
      "worker/log-level"              = { description = "Level from which messages are logged.", value = var.application_log_level }
      "worker/processing-folder"      = { description = "Where instances have the temporary files that they share.", value = "${local.files_mount_point}/processing" }
      "worker/shared-settings-folder" = { description = "Where instances have the settings that they share.", value = "${local.files_mount_point}/settings" }
    },
    {
      "calls/connect-timeout-seconds" = { description = "Seconds after which an attempt to connect has failed.", value = tostring(var.calls.connect_timeout_seconds) }
      "calls/max-attempts"            = { description = "How often a call is tried, the first time included.", value = tostring(var.calls.max_attempts) }
      "calls/read-timeout-seconds"    = { description = "Seconds after which a call without an answer has failed.", value = tostring(var.calls.read_timeout_seconds) }
      "calls/retry-mode"              = { description = "How the SDK waits between attempts.", value = var.calls.retry_mode }
    },
    {
      for key, prefix in { cloudwatch = "monitoring", s3 = "s3", sns = "sns", sqs = "sqs" } : "calls/endpoints/${key}" => {
        description                   = "Address of ${key}."
        value                         = "https://${prefix}.${var.region}.${local.dns_suffix}"
      }
    },
    { "cache/absent" = { description = "What stands for the host name of Redis until this region serves.", value = "absent" } },
    var.activated ? {
      "cache/primary-endpoint" = { description = "Host name of Redis for writes.", value = module.cache[0].primary_endpoint_address }
      "cache/reader-endpoint"  = { description = "Host name of Redis for reads.", value = module.cache[0].reader_endpoint_address }
    } : {},
  )

  secure_parameters = {
    "api/session-signing-key"  = { description = "Key that signs the sessions of visitors." }
    "web/preview-token"        = { description = "Token that shows pages before they are published." }
    "worker/smtp-relay-secret" = { description = "Password of the mail relay." }
  }
}

# What the agent of CloudWatch collects; the policy of the agent reads parameters of this name only.
resource "aws_ssm_parameter" "agent" {
  name        = local.agent_settings_name
  description = "What the agent of CloudWatch collects on the instances."
  type        = "String"

  insecure_value = jsonencode({
    agent = { metrics_collection_interval = 60, run_as_user = "root" }
    metrics = {
      namespace              = "IndiVillage/recovery"
      aggregation_dimensions = [["AutoScalingGroupName"]]
      append_dimensions      = { AutoScalingGroupName = "$${aws:AutoScalingGroupName}", InstanceId = "$${aws:InstanceId}" }
      metrics_collected = {
        disk = { drop_device = true, measurement = ["used_percent"], resources = ["/"] }
        mem  = { measurement = ["used_percent"] }
      }
    }
  })
}

locals {
  # The balancer's certificate names *.<domain>, so the web servers reach it by such a name, which leads to it inside this network alone.
  app_host = local.has_domain ? "app.${var.domain_name}" : module.app_alb.dns_name
  app_url  = local.has_domain ? "https://${local.app_host}" : "http://${local.app_host}"
}

# In the world app.<domain> leads to the balancer of the primary region; here it leads to the one of this network.
resource "aws_route53_zone" "app" {
  count = local.has_domain ? 1 : 0

  name    = local.app_host
  comment = "Leads to the balancer of the application in ${var.region}."

  vpc {
    vpc_id = module.network.vpc_id
  }
}

module "app_dns" {
  source = "../../modules/dns-record"
  count  = local.has_domain ? 1 : 0

  zone_id = aws_route53_zone.app[0].zone_id

  records = {
    app = {
      name  = local.app_host
      alias = { name = module.app_alb.dns_name, zone_id = module.app_alb.zone_id }
    }
  }
}
