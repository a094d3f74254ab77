# A function that works off a queue which a topic fills; what it cannot process waits among the dead letters.

locals {
  account_id = "123456789012"
  name       = "shop-orders"
  region     = "us-east-1"

  timeout_seconds = 60
  topic_arn       = "arn:aws:sns:${local.region}:${local.account_id}:${local.name}"
}

module "key" {
  source = "../../modules/kms-key"

  account_id   = local.account_id
  description  = "Orders on their way, and the settings of their worker."
  name         = local.name
  via_services = [for service in ["lambda", "sns", "sqs"] : "${service}.${local.region}.amazonaws.com"]

  service_principals = {
    # The topic hands over to the queue: https://github.com/aws/aws-cdk/issues/20339
    "sns.amazonaws.com" = {
      actions    = ["kms:Decrypt", "kms:GenerateDataKey*"]
      conditions = [{ test = "ArnEquals", variable = "aws:SourceArn", values = [local.topic_arn] }]
    }
    "logs.${local.region}.amazonaws.com" = {
      conditions = [{
        test     = "ArnLike"
        variable = "kms:EncryptionContext:aws:logs:arn"
        values   = ["arn:aws:logs:${local.region}:${local.account_id}:log-group:/aws/lambda/${local.name}"]
      }]
    }
  }
}

module "queue" {
  source = "../../modules/sqs-queue"

  kms_key_arn                = module.key.arn
  name                       = local.name
  senders                    = { orders = { service = "sns.amazonaws.com", source_arns = [local.topic_arn] } }
  visibility_timeout_seconds = 6 * local.timeout_seconds
}

module "topic" {
  source = "../../modules/sns-topic"

  account_id    = local.account_id
  kms_key_arn   = module.key.arn
  name          = local.name
  subscriptions = { worker = { protocol = "sqs", endpoint = module.queue.arn, raw_message_delivery = true } }
}

module "worker" {
  source = "../../modules/lambda-function"

  description           = "Processes orders."
  environment_variables = { TABLE = "shop-orders" }
  handler               = "app.handler"
  kms_key_arn           = module.key.arn
  log_kms_key_arn       = module.key.arn
  name                  = local.name
  package               = { s3 = { bucket = "shop-artifacts", key = "orders/1.0.0.zip" } }
  queue_kms_key_arns    = [module.key.arn]
  runtime               = "python3.13"
  timeout_seconds       = local.timeout_seconds

  queues = {
    orders = {
      arn                        = module.queue.arn
      visibility_timeout_seconds = module.queue.visibility_timeout_seconds
    }
  }
}
