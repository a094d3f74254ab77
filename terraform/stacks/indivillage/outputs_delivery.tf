output "artifacts_bucket_name" {
  description = "Name of the bucket with the code to build, the results, and the revisions of the web tier."
  value       = module.artifacts_bucket.id
}

output "build_project_name" {
  description = "Name of the project that builds the application."
  value       = module.build.name
}

output "deployment_applications" {
  description = "Names of the applications of CodeDeploy by what they release to."
  value = merge(
    { web = module.deploy_web.application_name },
    { for application in module.deploy_services : "services" => application.application_name },
    { for application in module.deploy_functions : "functions" => application.application_name },
  )
}

output "pipeline_role_arns" {
  description = "ARNs of the roles of the pipelines: plan, prepare, apply and release."
  value       = module.pipeline_role.role_arns
}
