data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  from_aws = "arn:${data.aws_partition.current.partition}:imagebuilder:${data.aws_region.current.id}:aws"

  # The newest of each: https://docs.aws.amazon.com/imagebuilder/latest/userguide/ibhow-semantic-versioning.html
  parent_image = coalesce(
    var.parent_image,
    "${local.from_aws}:image/amazon-linux-2023-${var.architecture == "arm64" ? "arm64" : "x86"}/x.x.x",
  )

  parameter_name = "/imagebuilder/${var.name}"

  components = merge({ hardening = local.hardening }, var.components)

  # Nothing of a component or a recipe can be changed, and two of one version cannot be: the version is a digest of what they are.
  component_versions = {
    for key, data in local.components : key => "1.0.${parseint(substr(sha256(data), 0, 7), 16)}"
  }
  recipe_version = "1.0.${parseint(substr(sha256(jsonencode([
    local.parent_image, var.aws_components, local.component_versions, var.root_volume_gb,
  ])), 0, 7), 16)}"
}

resource "aws_imagebuilder_component" "this" {
  for_each = local.components

  name        = "${var.name}-${each.key}"
  data        = each.value
  description = "What ${var.name} gets beside AWS's own: ${each.key}"
  platform    = "Linux"
  tags        = var.tags
  version     = local.component_versions[each.key]

  # The recipe uses the old one until it has the new one.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_imagebuilder_image_recipe" "this" {
  name         = var.name
  description  = "Image of ${var.name}"
  parent_image = local.parent_image
  tags         = var.tags
  version      = local.recipe_version

  block_device_mapping {
    device_name = "/dev/xvda"

    # With AWS's key, until the image is handed on: another key would be another recipe.
    ebs {
      delete_on_termination = true
      encrypted             = true
      volume_size           = var.root_volume_gb
      volume_type           = "gp3"
    }
  }

  dynamic "component" {
    for_each = concat(
      [for name in var.aws_components : "${local.from_aws}:component/${name}/x.x.x"],
      [for key in sort(keys(local.components)) : aws_imagebuilder_component.this[key].arn],
    )

    content {
      component_arn = component.value
    }
  }

  # Instances of the image are reached by Session Manager.
  systems_manager_agent {
    uninstall_after_build = false
  }

  # The pipeline uses the old one until it has the new one.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_imagebuilder_infrastructure_configuration" "this" {
  name                          = var.name
  description                   = "Where ${var.name} is built"
  instance_profile_name         = aws_iam_instance_profile.this.name
  instance_types                = [coalesce(var.instance_type, var.architecture == "arm64" ? "t4g.medium" : "t3.medium")]
  resource_tags                 = var.tags
  security_group_ids            = var.security_group_ids
  sns_topic_arn                 = var.notification_topic_arn
  subnet_id                     = var.subnet_id
  tags                          = var.tags
  terminate_instance_on_failure = true

  instance_metadata_options {
    http_put_response_hop_limit = 1
    http_tokens                 = "required"
  }

  # The pipeline uses the old one until it has the new one.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_imagebuilder_distribution_configuration" "this" {
  name        = var.name
  description = "Where ${var.name} is used"
  tags        = var.tags

  dynamic "distribution" {
    for_each = merge({ (data.aws_region.current.id) = { kms_key_arn = var.kms_key_arn } }, var.copies)

    content {
      region = distribution.key

      ami_distribution_configuration {
        ami_tags    = merge(var.tags, { Name = var.name })
        description = "Image of ${var.name}"
        kms_key_id  = distribution.value.kms_key_arn
        name        = "${var.name}-{{ imagebuilder:buildDate }}"
      }

      # Launch templates read it: resolve:ssm: and this name.
      ssm_parameter_configuration {
        data_type      = "aws:ec2:image"
        parameter_name = local.parameter_name
      }
    }
  }

  # The pipeline uses the old one until it has the new one.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_imagebuilder_image_pipeline" "this" {
  name                             = var.name
  description                      = "Builds and tests ${var.name}"
  distribution_configuration_arn   = aws_imagebuilder_distribution_configuration.this.arn
  enhanced_image_metadata_enabled  = true
  image_recipe_arn                 = aws_imagebuilder_image_recipe.this.arn
  infrastructure_configuration_arn = aws_imagebuilder_infrastructure_configuration.this.arn
  status                           = var.enabled ? "ENABLED" : "DISABLED"
  tags                             = var.tags

  image_scanning_configuration {
    image_scanning_enabled = var.scanning_enabled
  }

  image_tests_configuration {
    image_tests_enabled = true
    timeout_minutes     = var.test_timeout_minutes
  }

  schedule {
    pipeline_execution_start_condition = var.only_with_updates ? "EXPRESSION_MATCH_AND_DEPENDENCY_UPDATES_AVAILABLE" : "EXPRESSION_MATCH_ONLY"
    schedule_expression                = var.schedule
    timezone                           = "UTC"
  }

  # The builder has its rights when it starts.
  depends_on = [aws_iam_role_policy_attachment.this]
}
