output "api_deployment_groups" {
  description = "Groups of CodeDeploy that releases name: of the tasks and of the function; null where there is none."
  value = {
    function = module.api_function.deployment_group_name
    tasks    = module.api.deployment_group_name
  }
}

output "api_url" {
  description = "Address that clients of the API use."
  value       = "https://${local.api_name}"
}

output "backups_bucket" {
  description = "Name of the bucket with the dumps of the database."
  value       = module.schema.backups_bucket
}

output "function_names" {
  description = "Names of the functions by purpose."
  value = {
    api      = module.api_function.function_name
    rotation = module.schema.rotation_function_name
    worker   = module.worker.function_name
  }
}

output "log_group_names" {
  description = "Names of the log groups by what writes to them."
  value = {
    api      = module.api.log_group_name
    function = module.api_function.log_group_name
    web      = module.web.log_group_name
  }
}

output "queue_url" {
  description = "URL of the queue that the worker reads."
  value       = module.worker.queue_url
}

output "service_names" {
  description = "Names of the services by part of the system."
  value = {
    api = module.api.service_name
    web = module.web.service_name
  }
}
