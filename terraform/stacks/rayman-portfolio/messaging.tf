# What is told to people and other systems (notifications), what people are told of the system itself (alerts), and work that waits.

module "notifications" {
  source = "../../modules/sns-topic"

  account_id   = local.account_id
  display_name = "Rayman Portfolio"
  kms_key_arn  = module.kms_data.arn
  name         = "${local.name}-notifications"
}

module "queues" {
  source   = "../../modules/sqs-queue"
  for_each = { processing = "worker", email = "worker" }

  dead_letters = { max_receive_count = var.queue_max_receive_count }
  kms_key_arn  = module.kms_data.arn
  name         = "${local.name}-${each.key}"

  # Lambda asks for six times the function's timeout, so that a message is not received twice while a batch is tried again.
  # https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  visibility_timeout_seconds = 6 * var.functions[each.value].timeout_seconds
}
