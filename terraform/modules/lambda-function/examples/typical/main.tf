module "lambda_function" {
  source = "../.."

  name            = "shop-worker"
  description     = "Processes orders."
  handler         = "app.handler"
  runtime         = "python3.13"
  package         = { s3 = { bucket = "shop-artifacts", key = "worker/1.0.0.zip" } }
  kms_key_arn     = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
  log_kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  memory_mb       = 1024
  timeout_seconds = 300

  dead_letter           = { arn = "arn:aws:sqs:us-east-1:123456789012:shop-undelivered" }
  environment_variables = { DATABASE_SECRET_ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/worker-AbCdEf" }
  queue_kms_key_arns    = ["arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"]

  aliases = {
    live = {}
  }

  policy_statements = {
    ReadSecret = {
      actions   = ["secretsmanager:GetSecretValue"]
      resources = ["arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/worker-AbCdEf"]
    }
  }

  vpc = {
    security_group_ids = ["sg-0a1b2c3d4e5f60718"]
    subnet_ids         = ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]
  }
}
