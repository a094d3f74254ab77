# Releases of the web tier: CodeDeploy takes a revision from a bucket of its own region, and brings the last one to every new instance. A
# release (.github/workflows/indivillage-release.yml) puts the revision into both regions, so that what takes over shows the pages of today.

module "releases_bucket" {
  source = "../../modules/s3-bucket"

  kms_encryption_enabled = true
  kms_key_arn            = module.kms_data.arn
  lifecycle_rules        = { retention = { expiration_days = 90 } }
  name                   = "${var.system}-releases-copy-${var.environment}-${local.account_id}"

  access_logs = {
    bucket = local.logs_bucket_name
  }
}

module "deploy_web" {
  source = "../../modules/codedeploy"

  account_id           = local.account_id
  compute_platform     = "Server"
  deployment_configs   = { rolling = { healthy_percent = 50 } }
  name                 = "${local.name}-web"
  region               = var.region
  revision_bucket_arns = { releases = module.releases_bucket.arn }

  deployment_groups = {
    web = {
      deployment_config = "rolling"
      server = {
        autoscaling_group_names = [module.web_tier.name]
        target_group_names      = [module.alb.target_group_names["web"]]
      }
    }
  }
}
