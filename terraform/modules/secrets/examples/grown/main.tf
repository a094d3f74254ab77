module "secrets" {
  source = "../.."

  name        = "shop"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"

  replica = {
    region      = "us-west-2"
    kms_key_arn = "arn:aws:kms:us-west-2:123456789012:key/7a1d9a54-0b7e-4c7a-8a55-5d1f6f0a9c11"
  }

  secrets = {
    database = {
      description = "User name and password of the application's database account."
      name        = "/production/database/credentials"
      reader_arns = [
        "arn:aws:iam::123456789012:role/shop-execution",
        "arn:aws:iam::123456789012:role/shop-rotation",
      ]
      rotation = {
        lambda_arn = "arn:aws:lambda:us-east-1:123456789012:function:shop-rotation"
      }
    }
    accounts = {
      description = "Credentials of service accounts."
      reader_arns = ["arn:aws:iam::123456789012:role/shop-execution"]
      rotation = {
        days       = 90
        lambda_arn = "arn:aws:lambda:us-east-1:123456789012:function:shop-rotation"
      }
    }
    application = {
      description = "Keys that sign sessions and tokens."
      reader_arns = ["arn:aws:iam::123456789012:role/shop-execution"]
    }
  }
}
