resource "aws_appconfig_application" "this" {
  name        = var.name
  description = var.description
  tags        = var.tags
}

# The flags themselves are switched by whoever releases, not by an apply, which would make a version that is in use anew:
# https://github.com/hashicorp/terraform-provider-aws/issues/20273
resource "aws_appconfig_configuration_profile" "this" {
  application_id     = aws_appconfig_application.this.id
  name               = "flags"
  description        = "Flags of ${var.name}."
  kms_key_identifier = var.kms_key_arn
  location_uri       = "hosted"
  tags               = var.tags
  type               = "AWS.AppConfig.FeatureFlags"
}

resource "aws_appconfig_environment" "this" {
  for_each = var.environments

  application_id = aws_appconfig_application.this.id
  name           = each.key
  description    = each.value.description
  tags           = var.tags

  # An alarm during a deployment takes the flags back.
  dynamic "monitor" {
    for_each = each.value.alarm_arns

    content {
      alarm_arn      = monitor.value
      alarm_role_arn = aws_iam_role.this[0].arn
    }
  }

  # Without its rights the role sees no alarm.
  depends_on = [aws_iam_role_policy.this]
}

resource "aws_appconfig_deployment_strategy" "this" {
  name                           = var.name
  description                    = "How flags of ${var.name} reach those who ask for them."
  deployment_duration_in_minutes = var.rollout.minutes
  final_bake_time_in_minutes     = var.rollout.watched_minutes
  growth_factor                  = var.rollout.growth_percent
  growth_type                    = "LINEAR"
  replicate_to                   = "NONE"
  tags                           = var.tags
}
