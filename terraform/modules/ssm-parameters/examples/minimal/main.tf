module "ssm_parameters" {
  source = "../.."

  path = "/shop/production"

  parameters = {
    "web/log-level" = {
      description = "Level from which messages are logged."
      value       = "info"
    }
  }
}
