locals {
  # AWS answers with all additional settings of a plan, in this order, those that nobody asked for as DISABLED. A setting that
  # is left out, or out of order, would replace the feature in every plan.
  # https://github.com/hashicorp/terraform-provider-aws/issues/36695
  guardduty_settings = {
    EKS_RUNTIME_MONITORING = ["EKS_ADDON_MANAGEMENT"]
    RUNTIME_MONITORING     = ["EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"]
  }
}

resource "aws_guardduty_detector" "this" {
  count = var.guardduty ? 1 : 0

  enable                       = true
  finding_publishing_frequency = "FIFTEEN_MINUTES"
  tags                         = var.tags
}

resource "aws_guardduty_detector_feature" "this" {
  for_each = var.guardduty ? var.guardduty_features : {}

  detector_id = aws_guardduty_detector.this[0].id
  name        = each.key
  status      = "ENABLED"

  dynamic "additional_configuration" {
    for_each = lookup(local.guardduty_settings, each.key, [])

    content {
      name   = additional_configuration.value
      status = contains(each.value, additional_configuration.value) ? "ENABLED" : "DISABLED"
    }
  }
}
