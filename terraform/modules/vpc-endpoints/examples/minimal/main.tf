module "vpc_endpoints" {
  source = "../.."

  account_id = "123456789012"
  clients    = { vpc = { cidr_ipv4 = "10.0.0.0/16" } }
  endpoints  = { secretsmanager = {} }
  name       = "shop-production"
  subnet_ids = ["subnet-0a1b2c3d4e5f60718", "subnet-0b1c2d3e4f5061728"]
  vpc_id     = "vpc-0a1b2c3d4e5f60718"
}
