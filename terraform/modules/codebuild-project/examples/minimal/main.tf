module "codebuild_project" {
  source = "../.."

  account_id      = "123456789012"
  artifacts       = { bucket = "shop-production-pipeline-123456789012" }
  kms_key_arn     = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
  log_kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  name            = "shop-production-app"
  region          = "us-east-1"
}
