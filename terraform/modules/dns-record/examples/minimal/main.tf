module "dns_record" {
  source = "../.."

  zone_id = "Z0123456789ABCDEFGHIJ"

  records = {
    docs = { name = "docs.example.com", type = "CNAME", values = ["docs.example.net"] }
  }
}
