module "compute" {
  source = "./units/compute"

  account_id                      = local.account_id
  alb_deletion_protection_enabled = var.alb_deletion_protection_enabled
  certificate                     = module.dns.certificate
  container_insights              = var.container_insights
  ec2_capacity                    = var.ec2_capacity
  image_replica_regions           = var.secondary_network == null ? [] : [var.secondary_region]
  kms_data_key_arn                = module.network.kms_data_key_arn
  kms_logs_key_arn                = module.network.kms_logs_key_arn
  log_retention_days              = var.log_retention_days
  name                            = local.name
  private_subnet_ids              = module.network.private_subnet_ids
  public_subnet_ids               = module.network.public_subnet_ids
  region                          = var.region
  security_group_ids              = module.network.security_group_ids
  spot_enabled                    = var.spot_enabled
  vpc_id                          = module.network.vpc_id

  access_logs = {
    bucket = module.account.logs_bucket_id
    prefix = "alb"
  }
}
