module "observability" {
  source = "./units/observability"

  account_id                     = local.account_id
  alb_arn_suffix                 = module.compute.alb_arn_suffix
  alb_name                       = module.compute.alb_name
  alert_email_addresses          = var.alert_email_addresses
  billing_metrics_enabled        = var.billing_metrics_enabled
  cluster_name                   = module.compute.cluster_name
  cost_allocation_tags           = var.cost_allocation_tags
  database_connections_threshold = var.database_connections_threshold
  database_identifier            = module.database.identifier
  function_names                 = [module.api_function.function_name, module.worker.function_name, module.schema.rotation_function_name]
  is_aurora                      = module.database.is_aurora
  kms_logs_key_arn               = module.network.kms_logs_key_arn
  log_retention_days             = var.log_retention_days
  monthly_budget                 = var.monthly_budget
  name                           = local.name
  queue_names                    = [module.worker.dead_letter_queue_name, module.worker.undelivered_queue_name]
  region                         = var.region
  service_names                  = [module.api.service_name, module.web.service_name]

  log_group_names = {
    api       = module.api.log_group_name
    function  = module.api_function.log_group_name
    error     = module.database.log_group_names["error"]
    slowquery = module.database.log_group_names["slowquery"]
  }
}
