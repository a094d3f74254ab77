module "network" {
  source = "../.."

  account_id         = "123456789012"
  availability_zones = ["us-east-1a", "us-east-1b"]
  name               = "shop-production"

  tiers = {
    public  = { kind = "public", slot = 0 }
    private = { kind = "private", slot = 1 }
  }
}
