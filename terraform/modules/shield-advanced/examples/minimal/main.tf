module "shield_advanced" {
  source = "../.."

  name = "shop-production"

  protections = {
    cdn = { resource_arn = "arn:aws:cloudfront::123456789012:distribution/E1A2B3C4D5E6F7" }
  }
}
