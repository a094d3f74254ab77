module "dns_zone" {
  source = "../.."

  name       = "shop.internal"
  comment    = "Names of the shop's services."
  account_id = "123456789012"

  vpcs = {
    main = { vpc_id = "vpc-0a1b2c3d4e5f60718" }
    west = { vpc_id = "vpc-1b2c3d4e5f6071829", region = "us-west-2" }
  }
}
