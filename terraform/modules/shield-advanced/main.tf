# A year is paid for whatever happens to this resource, so that destroying it only forgets it:
# https://github.com/hashicorp/terraform-provider-aws/pull/37637
resource "aws_shield_subscription" "this" {
  count = var.subscription == null ? 0 : 1

  auto_renew   = var.subscription.renewed ? "ENABLED" : "DISABLED"
  skip_destroy = true
}

resource "aws_shield_protection" "this" {
  for_each = var.protections

  name         = "${var.name}-${each.key}"
  resource_arn = each.value.resource_arn
  tags         = var.tags

  # AWS protects nothing in an account that has not subscribed.
  depends_on = [aws_shield_subscription.this]
}

resource "aws_shield_protection_health_check_association" "this" {
  for_each = { for key, protection in var.protections : key => protection.health_check if protection.health_check != null }

  health_check_arn     = each.value.arn
  shield_protection_id = aws_shield_protection.this[each.key].id
}

resource "aws_shield_application_layer_automatic_response" "this" {
  for_each = { for key, protection in var.protections : key => protection.automatic_response if protection.automatic_response != null }

  action       = each.value
  resource_arn = aws_shield_protection.this[each.key].resource_arn
}
