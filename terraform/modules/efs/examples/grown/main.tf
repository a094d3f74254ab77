module "efs" {
  source = "../.."

  name               = "shop-shared"
  kms_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
  security_group_ids = ["sg-0a1b2c3d4e5f60718"]

  access_points = {
    config     = { path = "/shared/config", permissions = "0755" }
    processing = { user_id = 1001, group_id = 1001 }
  }

  clients = {
    app    = { access_points = ["config"], role_arn = "arn:aws:iam::123456789012:role/shop-app", write = false }
    worker = { access_points = ["config", "processing"], role_arn = "arn:aws:iam::123456789012:role/shop-worker" }
  }

  zone_subnet_ids = {
    us-east-1a = "subnet-0a1b2c3d4e5f60718"
    us-east-1b = "subnet-1b2c3d4e5f6071829"
    us-east-1c = "subnet-2c3d4e5f607182930"
  }

  tags = {
    DataClassification = "internal"
  }
}
