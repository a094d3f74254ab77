module "acm_certificate" {
  source = "../.."

  domain_name               = "shop.example.com"
  subject_alternative_names = ["*.shop.example.com", "www.example.com"]
  zone_id                   = "Z0123456789ABCDEFGHIJ"

  tags = {
    Component = "edge"
  }
}
