module "lambda_sqs_consumer" {
  source = "../.."

  name                = "shop-refunds"
  kms_key_arn         = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
  batch_size          = 100
  maximum_concurrency = 10

  function = {
    arn             = "arn:aws:lambda:us-east-1:123456789012:function:shop-refunds:live"
    role_name       = "shop-refunds-function"
    timeout_seconds = 60
  }

  senders = {
    refunds = { service = "sns.amazonaws.com", source_arns = ["arn:aws:sns:us-east-1:123456789012:shop-refunds"] }
    uploads = {
      service        = "s3.amazonaws.com"
      source_account = "123456789012"
      source_arns    = ["arn:aws:s3:::shop-uploads"]
    }
  }
}
