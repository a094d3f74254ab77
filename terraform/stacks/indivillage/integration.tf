# How the application calls AWS: where a service answers, how often a call is tried again, and when it has failed. It reads these settings
# below calls/, and docs/operations/indivillage/integration.md says what they mean to it.

locals {
  # Inside of the network these names lead to the endpoints of network.tf.
  called_services = {
    cloudwatch = "monitoring"
    s3         = "s3"
    sns        = "sns"
    sqs        = "sqs"
  }
}

module "call_settings" {
  source = "../../modules/ssm-parameters"

  path = "/${local.name}/calls"

  parameters = merge(
    {
      "connect-timeout-seconds" = { description = "Seconds after which an attempt to connect has failed.", value = tostring(var.calls.connect_timeout_seconds) }
      "max-attempts"            = { description = "How often a call is tried, the first time included.", value = tostring(var.calls.max_attempts) }
      "read-timeout-seconds"    = { description = "Seconds after which a call without an answer has failed.", value = tostring(var.calls.read_timeout_seconds) }
      "retry-mode"              = { description = "How the SDK waits between attempts.", value = var.calls.retry_mode }
    },
    {
      for key, prefix in local.called_services : "endpoints/${key}" => {
        description = "Address of ${key}."
        value       = lookup(var.calls.endpoints, key, "https://${prefix}.${var.region}.${local.dns_suffix}")
      }
    },
  )
}
