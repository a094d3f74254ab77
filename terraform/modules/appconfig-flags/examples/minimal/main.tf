module "appconfig_flags" {
  source = "../.."

  name        = "shop-flags"
  description = "What of the shop is switched on."

  environments = {
    production = { description = "What customers see." }
  }
}
