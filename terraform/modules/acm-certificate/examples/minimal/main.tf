module "acm_certificate" {
  source = "../.."

  domain_name = "shop.example.com"
  zone_id     = "Z0123456789ABCDEFGHIJ"
}
