module "shield_advanced" {
  source = "../.."

  name = "shop-production"

  protections = {
    cdn = {
      automatic_response = "COUNT"
      resource_arn       = "arn:aws:cloudfront::123456789012:distribution/E1A2B3C4D5E6F7"
    }

    zone = { resource_arn = "arn:aws:route53:::hostedzone/Z0A1B2C3D4E5F6" }
  }

  subscription = {}

  tags = {
    DataClass = "internal"
  }
}
