module "dns_zone" {
  source = "../.."

  name       = "shop.internal"
  comment    = "Names of the shop's services."
  account_id = "123456789012"

  vpcs = {
    main = { vpc_id = "vpc-0a1b2c3d4e5f60718" }
  }
}
