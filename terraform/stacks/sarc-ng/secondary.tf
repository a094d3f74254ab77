# The second region, as far as it has to be there before it is needed: its keys and network, a member of the database, a load balancer
# and a cluster that wait for tasks, and a certificate. Its units have names of their own where IAM, which has no regions, sees them.

locals {
  has_secondary  = var.secondary_network != null
  secondary_name = "${local.name}-${var.secondary_region}"
}

module "secondary_network" {
  source    = "./units/network"
  count     = local.has_secondary ? 1 : 0
  providers = { aws = aws.secondary }

  account_id                  = local.account_id
  availability_zones          = var.secondary_network.availability_zones
  container_port              = local.container_port
  database_subnet_cidr_blocks = var.secondary_network.database_subnet_cidr_blocks
  flow_logs_enabled           = var.flow_logs_enabled
  log_retention_days          = var.log_retention_days
  name                        = local.secondary_name
  nat                         = var.secondary_network.nat
  private_subnet_cidr_blocks  = var.secondary_network.private_subnet_cidr_blocks
  public_subnet_cidr_blocks   = var.secondary_network.public_subnet_cidr_blocks
  region                      = var.secondary_region
  vpc_cidr_block              = var.secondary_network.vpc_cidr_block
}

module "secondary_account" {
  source    = "./units/account"
  count     = local.has_secondary ? 1 : 0
  providers = { aws = aws.secondary }

  access_log_retention_days = var.access_log_retention_days
  account_baseline          = var.account_baseline_secondary
  account_id                = local.account_id
  buckets_force_destroy     = var.buckets_force_destroy
  config_recorder_name      = coalesce(module.account.config_recorder_name, local.name)
  environment               = var.environment
  is_primary                = false
  kms_logs_key_arn          = module.secondary_network[0].kms_logs_key_arn
  log_retention_days        = var.log_retention_days
  name                      = local.name
  region                    = var.secondary_region
}

# The member follows the primary, which has to be there with an instance before it can be followed.
module "secondary_database" {
  source    = "./units/database"
  count     = var.database_global_name == null ? 0 : 1
  providers = { aws = aws.secondary }

  account_id                   = local.account_id
  apply_immediately            = var.database_apply_immediately
  backup_retention_days        = var.database_backup_retention_days
  deletion_protection          = var.database_deletion_protection
  engine_version               = var.database_engine_version
  global_cluster               = { id = module.database.global_cluster_id, source_region = var.region }
  instance_class               = var.database_instance_class
  instances                    = var.database_secondary_instances
  is_aurora                    = true
  kms_data_key_arn             = module.secondary_network[0].kms_data_key_arn
  kms_logs_key_arn             = module.secondary_network[0].kms_logs_key_arn
  log_retention_days           = var.log_retention_days
  master_secret_arn            = module.database.master_secret_replica_arn
  name                         = local.name
  performance_insights_enabled = var.database_performance_insights_enabled
  security_group_ids           = [module.secondary_network[0].security_group_ids["database"]]
  skip_final_snapshot          = var.database_skip_final_snapshot
  subnet_ids                   = module.secondary_network[0].database_subnet_ids
}

module "secondary_dns" {
  source    = "./units/dns"
  count     = local.has_secondary ? 1 : 0
  providers = { aws = aws.secondary }

  account_id        = local.account_id
  certificate_names = var.certificate_names
  delegated         = var.zone_delegated
  domain_name       = var.domain_name
  kms_logs_key_arn  = module.secondary_network[0].kms_logs_key_arn
  makes_zone        = false
  zone_id           = module.dns.zone_id

  # Both certificates are proven by the records of the first one.
  depends_on = [module.dns]
}

module "secondary_compute" {
  source    = "./units/compute"
  count     = local.has_secondary ? 1 : 0
  providers = { aws = aws.secondary }

  account_id                      = local.account_id
  alb_deletion_protection_enabled = var.alb_deletion_protection_enabled
  certificate                     = module.secondary_dns[0].certificate
  container_insights              = var.container_insights
  kms_data_key_arn                = module.secondary_network[0].kms_data_key_arn
  kms_logs_key_arn                = module.secondary_network[0].kms_logs_key_arn
  log_retention_days              = var.log_retention_days
  name                            = local.secondary_name
  private_subnet_ids              = module.secondary_network[0].private_subnet_ids
  public_subnet_ids               = module.secondary_network[0].public_subnet_ids
  region                          = var.secondary_region
  replicated_repositories         = module.compute.repository_names
  repositories                    = []
  security_group_ids              = module.secondary_network[0].security_group_ids
  vpc_id                          = module.secondary_network[0].vpc_id

  access_logs = {
    bucket = module.secondary_account[0].logs_bucket_id
    prefix = "alb"
  }
}
