module "state_backend" {
  source = "../.."

  name        = "shop-state"
  account_id  = "123456789012"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"

  replica = {
    bucket_arn  = "arn:aws:s3:::shop-state-replica-123456789012"
    kms_key_arn = "arn:aws:kms:us-west-2:123456789012:key/7a1d9a54-0b7e-4c7a-8a55-5d1f6f0a9c11"
  }
}
