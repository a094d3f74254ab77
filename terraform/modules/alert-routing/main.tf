locals {
  # Keyed by the address, so that adding a receiver never touches another one.
  subscriptions = {
    for severity, route in var.routes : severity => merge(
      { for address in route.email_addresses : "email-${address}" => { protocol = "email", endpoint = address } },
      { for number in route.sms_numbers : "sms-${number}" => { protocol = "sms", endpoint = number } },
      { for name in route.incident_service ? ["incident-service"] : [] : name => { protocol = "https", endpoint = null } },
    )
  }
}

module "topics" {
  source   = "../sns-topic"
  for_each = var.routes

  account_id          = var.account_id
  display_name        = each.value.display_name
  kms_key_arn         = var.kms_key_arn
  name                = "${var.name}-${each.key}"
  publisher_services  = var.publisher_services
  sensitive_endpoints = { incident-service = var.incident_service_url }
  subscriptions       = local.subscriptions[each.key]
  tags                = var.tags
}
