module "s3_bucket" {
  source = "../.."

  name = "shop-production-uploads-123456789012"
}
