module "appconfig_flags" {
  source = "../.."

  name        = "shop-flags"
  description = "What of the shop is switched on."
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"

  environments = {
    production = {
      alarm_arns  = { errors = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:shop-errors" }
      description = "What customers see."
    }
  }
}
