module "shield_advanced" {
  source = "../.."

  name = "shop-production"

  protections = {
    cdn = {
      automatic_response = "BLOCK"
      resource_arn       = "arn:aws:cloudfront::123456789012:distribution/E1A2B3C4D5E6F7"
    }

    load-balancer = {
      health_check = { arn = "arn:aws:route53:::healthcheck/1a2b3c4d-5e6f-4a1b-8c2d-9e0f1a2b3c4d" }
      resource_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shop/1a2b3c4d5e6f7a8b"
    }

    zone = { resource_arn = "arn:aws:route53:::hostedzone/Z0A1B2C3D4E5F6" }
  }

  subscription = { renewed = true }

  tags = {
    DataClass = "internal"
  }
}
