locals {
  # Parameter Store takes 4096 characters in the standard tier, and 8192 in the advanced one, which costs:
  # https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
  standard_tier_bytes = 4096
}

# Settings that are no secret, so that a plan shows what changes.
resource "aws_ssm_parameter" "this" {
  for_each = var.parameters

  name            = "${var.path}/${each.key}"
  description     = each.value.description
  allowed_pattern = each.value.allowed_pattern
  insecure_value  = each.value.value
  tags            = var.tags
  tier            = length(each.value.value) > local.standard_tier_bytes ? "Advanced" : "Standard"
  type            = each.value.type
}

# Their values never enter plan or state: they are sent once, or put in by hand, and not sent again before value_version rises.
resource "aws_ssm_parameter" "secure" {
  for_each = var.secure_parameters

  name             = "${var.path}/${each.key}"
  description      = each.value.description
  key_id           = var.kms_key_arn
  tags             = var.tags
  tier             = "Standard"
  type             = "SecureString"
  value_wo         = lookup(var.secure_values, each.key, "not-set")
  value_wo_version = each.value.value_version
}
