locals {
  # What makes the two functions different; sizes come from var.functions, rights from identity.tf.
  functions = {
    api    = { description = "Answers the requests of the API.", queues = {} }
    worker = { description = "Works off what waits in the queues.", queues = local.queues_of_worker }
  }

  queues_of_worker = {
    for key in ["email", "processing"] : key => {
      alias                      = "live"
      arn                        = module.queues[key].arn
      visibility_timeout_seconds = module.queues[key].visibility_timeout_seconds
    }
  }
}

module "functions" {
  source   = "../../modules/lambda-function"
  for_each = local.functions

  aliases               = { live = { provisioned_concurrency = var.functions[each.key].provisioned_concurrency } }
  description           = each.value.description
  environment_variables = local.client_settings[each.key]
  handler               = var.functions[each.key].handler
  kms_key_arn           = module.kms_data.arn
  log_group_name        = "/aws/lambda/${local.stage}-${each.key}"
  log_kms_key_arn       = module.kms_logs.arn
  log_retention_days    = var.log_retention_days
  memory_mb             = var.functions[each.key].memory_mb
  name                  = "${local.stage}-${each.key}"
  package               = { s3 = { bucket = var.packages_bucket, key = "${each.key}/${var.functions[each.key].version}.zip" } }
  policy_statements     = local.client_statements[each.key]
  queue_kms_key_arns    = length(each.value.queues) > 0 ? [module.kms_data.arn] : []
  queues                = each.value.queues
  runtime               = var.functions[each.key].runtime
  timeout_seconds       = var.functions[each.key].timeout_seconds

  vpc = {
    security_group_ids = [module.security_groups.ids["lambda"]]
    subnet_ids         = values(module.network.subnet_ids["private"])
  }
}
