module "secrets" {
  source = "../.."

  name        = "shop"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"

  secrets = {
    application = {
      description = "Keys that sign sessions and tokens."
      reader_arns = ["arn:aws:iam::123456789012:role/shop-execution"]
    }
  }
}
