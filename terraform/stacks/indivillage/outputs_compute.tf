output "app_group_name" {
  description = "Name of the group of instances that containers run on."
  value       = module.app_tier.name
}

output "image_pipeline_arns" {
  description = "ARNs of the pipelines that build the images of the tiers, to start them with."
  value       = { for key, image in module.images : key => image.pipeline_arn }
}

output "web_group_name" {
  description = "Name of the group of the web servers."
  value       = module.web_tier.name
}
