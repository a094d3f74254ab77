module "waf" {
  source = "../.."

  name  = "shop-production-cdn"
  scope = "CLOUDFRONT"
}
