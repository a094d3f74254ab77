module "ecr_repository" {
  source = "../.."

  kept_images = 20
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  name        = "shop-app"

  replication = {
    account_id = "123456789012"
    prefixes   = ["shop-", "tools-"]
    regions    = ["eu-west-1", "us-west-2"]
  }
}
