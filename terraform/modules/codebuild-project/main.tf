locals {
  # The newest images that CodeBuild makes itself: https://docs.aws.amazon.com/codebuild/latest/userguide/available-images.html
  images = {
    ARM64  = "aws/codebuild/amazonlinux-aarch64-standard:3.0"
    X86_64 = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
  }
  image = coalesce(var.image, local.images[var.cpu_architecture])

  log_group_name = "/aws/codebuild/${var.name}"

  in_pipeline = var.code.type == "CODEPIPELINE"
}

# CodeBuild would make the log group itself, without a key and without an end.
resource "aws_cloudwatch_log_group" "this" {
  name              = local.log_group_name
  kms_key_id        = var.log_kms_key_arn
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

resource "aws_codebuild_project" "this" {
  name           = var.name
  service_role   = aws_iam_role.this.arn
  encryption_key = var.kms_key_arn
  build_timeout  = var.build_timeout_minutes
  queued_timeout = var.queued_timeout_minutes
  source_version = var.code.version
  tags           = var.tags

  artifacts {
    type     = local.in_pipeline ? "CODEPIPELINE" : var.artifacts == null ? "NO_ARTIFACTS" : "S3"
    location = local.in_pipeline ? null : try(var.artifacts.bucket, null)
    name     = local.in_pipeline || var.artifacts == null ? null : var.name
    path     = local.in_pipeline ? null : try(var.artifacts.path, null)

    # One build would overwrite what the one before has made.
    namespace_type = local.in_pipeline || var.artifacts == null ? null : "BUILD_ID"
    packaging      = local.in_pipeline || var.artifacts == null ? null : "ZIP"
  }

  environment {
    compute_type                = var.compute_type
    image                       = local.image
    image_pull_credentials_type = startswith(local.image, "aws/codebuild/") ? "CODEBUILD" : "SERVICE_ROLE"
    privileged_mode             = var.docker_enabled
    type                        = var.cpu_architecture == "ARM64" ? "ARM_CONTAINER" : "LINUX_CONTAINER"

    dynamic "environment_variable" {
      for_each = var.environment_variables

      content {
        name  = environment_variable.key
        type  = "PLAINTEXT"
        value = environment_variable.value
      }
    }

    dynamic "environment_variable" {
      for_each = var.secrets

      content {
        name  = environment_variable.key
        type  = "SECRETS_MANAGER"
        value = environment_variable.value
      }
    }
  }

  logs_config {
    cloudwatch_logs {
      group_name = aws_cloudwatch_log_group.this.name
      status     = "ENABLED"
    }
  }

  source {
    type                = var.code.type
    buildspec           = var.code.buildspec
    git_clone_depth     = local.cloned ? 1 : null
    location            = var.code.location
    report_build_status = var.code.connection == null ? null : true

    dynamic "auth" {
      for_each = var.code.connection == null ? [] : [var.code.connection.arn]

      content {
        resource = auth.value
        type     = "CODECONNECTIONS"
      }
    }

    dynamic "git_submodules_config" {
      for_each = local.cloned ? [true] : []

      content {
        fetch_submodules = false
      }
    }
  }

  dynamic "vpc_config" {
    for_each = var.vpc == null ? [] : [var.vpc]

    content {
      security_group_ids = vpc_config.value.security_group_ids
      subnets            = vpc_config.value.subnet_ids
      vpc_id             = vpc_config.value.vpc_id
    }
  }

  # CodeBuild looks whether the role may do what the project is set to do.
  depends_on = [aws_iam_role_policy.this]
}
