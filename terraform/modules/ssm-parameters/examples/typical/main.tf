module "ssm_parameters" {
  source = "../.."

  path        = "/shop/production"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"

  parameters = {
    "database/writer" = {
      description = "Host name for statements that write."
      value       = "shop.cluster-c1xyzabc.us-east-1.rds.amazonaws.com"
    }
    "web/log-level" = {
      allowed_pattern = "^(debug|info|warning|error)$"
      description     = "Level from which messages are logged."
      value           = "info"
    }
  }

  secure_parameters = {
    "web/session-key" = { description = "Key that signs sessions." }
  }
}
