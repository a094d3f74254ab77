module "network" {
  source = "./units/network"

  account_id                  = local.account_id
  availability_zones          = var.availability_zones
  container_port              = local.container_port
  database_subnet_cidr_blocks = var.database_subnet_cidr_blocks
  flow_logs_enabled           = var.flow_logs_enabled
  log_retention_days          = var.log_retention_days
  name                        = local.name
  nat                         = var.nat
  private_subnet_cidr_blocks  = var.private_subnet_cidr_blocks
  public_subnet_cidr_blocks   = var.public_subnet_cidr_blocks
  region                      = var.region
  vpc_cidr_block              = var.vpc_cidr_block
}

module "account" {
  source = "./units/account"

  access_log_retention_days = var.access_log_retention_days
  account_baseline          = var.account_baseline
  account_id                = local.account_id
  buckets_force_destroy     = var.buckets_force_destroy
  cost_anomaly_addresses    = var.alert_email_addresses
  cost_anomaly_monitor      = var.cost_anomaly_monitor
  environment               = var.environment
  kms_logs_key_arn          = module.network.kms_logs_key_arn
  log_retention_days        = var.log_retention_days
  name                      = local.name
  pipeline_issuer           = var.pipeline_issuer
  pipeline_trust            = var.pipeline_trust
  region                    = var.region
  trail_retention_days      = var.trail_retention_days
}
