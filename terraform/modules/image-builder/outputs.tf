output "image_parameter_name" {
  description = "Name of the parameter that holds the identifier of the newest image, in each of its regions: resolve:ssm: and this name is an image_id."
  value       = local.parameter_name
}

output "pipeline_arn" {
  description = "ARN of the pipeline, to start it with."
  value       = aws_imagebuilder_image_pipeline.this.arn
}

output "role_arn" {
  description = "ARN of the role of the builder, known once its policies are in force."
  value       = aws_iam_role.this.arn

  depends_on = [aws_iam_role_policy_attachment.this]
}
