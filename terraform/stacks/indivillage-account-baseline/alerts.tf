# Topics of the account's own: the system with its topics comes later, and goes before.

locals {
  has_incident_service = nonsensitive(var.incident_service_url != null)

  topic_arns = {
    for severity, name in module.alerts.topic_names : severity => "arn:${local.partition}:sns:${var.region}:${local.account_id}:${name}"
  }
}

module "alerts" {
  source = "../../modules/alert-routing"

  account_id           = local.account_id
  incident_service_url = var.incident_service_url
  kms_key_arn          = module.kms.arn
  name                 = "${local.name}-alerts"
  publisher_services   = ["budgets.amazonaws.com", "cloudwatch.amazonaws.com", "costalerts.amazonaws.com"]

  routes = {
    # SNS waits until the incident service confirms, so a subscription without its address would fail the apply.
    high = {
      display_name     = "IndiVillage account"
      email_addresses  = local.has_incident_service ? [] : var.alert_email_addresses
      incident_service = local.has_incident_service
    }
    low = { display_name = "IndiVillage account costs", email_addresses = var.alert_email_addresses }
  }
}
