# How the parts tell each other what is to be done: queues for work, topics for news, a bus for what happens in the system.

locals {
  # Which messages lie in each queue. A function that reads one ends within a sixth of the time for which a message stays hidden, so that
  # a message is not received twice while a batch is tried again: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  # The worker makes the time longer where it needs more.
  queues = {
    email   = { reader = "notifications", senders = { notifications = { service = "sns", arns = [local.topic_arns["notifications"]] } } }
    events  = { reader = "background-tasks", senders = { bus = { service = "events", arns = [local.rule_arns["system"]] } } }
    files   = { reader = "file-processor", senders = { uploads = { service = "events", arns = [local.rule_arns["uploads"]] } } }
    images  = { reader = "image-optimizer", senders = { uploads = { service = "events", arns = [local.rule_arns["images"]] } } }
    jobs    = { reader = null, senders = { uploads = { service = "events", arns = [local.rule_arns["uploads"]] } } }
    ordered = { reader = null, senders = {} }
  }

  # Work that must be done in the order in which it was asked for, such as the steps of one order.
  fifo_queues = ["ordered"]

  # The ARNs by which queues, functions and topics know each other, built from names because they would wait for each other otherwise.
  topic_arns = {
    for key in ["files", "notifications"] : key => "arn:${local.partition}:sns:${var.region}:${local.account_id}:${local.name}-${key}"
  }

  rule_arns = {
    images  = "${local.rule_prefix}/${local.name}-uploads-images"
    nightly = "${local.rule_prefix}/${local.name}-schedules-nightly"
    system  = "${local.rule_prefix}/${local.name}/${local.name}-system"
    tasks   = "${local.rule_prefix}/${local.name}-tasks-*"
    uploads = "${local.rule_prefix}/${local.name}-uploads-files"
  }

  rule_prefix = "arn:${local.partition}:events:${var.region}:${local.account_id}:rule"

  # What the application takes: files of these types, and none larger than people may send. Others are deleted when their time is over.
  upload_rules = {
    files  = { description = "A file was uploaded.", suffixes = var.upload_limits.suffixes, queues = ["files", "jobs"] }
    images = { description = "An image was uploaded.", suffixes = var.image_suffixes, queues = ["images"] }
  }
}

module "queues" {
  source   = "../../modules/sqs-queue"
  for_each = local.queues

  dead_letters = { max_receive_count = var.queue_max_receive_count }
  fifo         = contains(local.fifo_queues, each.key) ? { high_throughput = true } : null
  kms_key_arn  = module.kms_data.arn
  name         = "${local.name}-${each.key}"

  senders = {
    for key, sender in each.value.senders : key => { service = "${sender.service}.amazonaws.com", source_arns = sender.arns }
  }

  visibility_timeout_seconds = 6 * (each.value.reader == null ? var.job_timeout_seconds : local.functions[each.value.reader].timeout_seconds)
}

# What nobody could be handed: events of rules, messages of topics, and calls of functions that failed for good.
module "failures" {
  source = "../../modules/sqs-queue"

  dead_letters              = null
  kms_key_arn               = module.kms_data.arn
  message_retention_seconds = 1209600
  name                      = "${local.name}-failures"

  senders = {
    rules  = { service = "events.amazonaws.com", source_arns = values(local.rule_arns) }
    topics = { service = "sns.amazonaws.com", source_arns = values(local.topic_arns) }
  }
}

locals {
  # For what sends to it with a role of its own, and so needs its key.
  failures = { arn = module.failures.arn, kms_key = { arn = module.kms_data.arn } }

  topics = {
    # What becomes of a file, for whoever waits for it.
    files = {
      display_name = "IndiVillage files"
      subscriptions = {
        failed = {
          dead_letter_queue    = { arn = module.failures.arn }
          endpoint             = module.functions["notifications"].alias_arns["live"]
          filter_policy        = jsonencode({ status = ["failed", "rejected"] })
          protocol             = "lambda"
          raw_message_delivery = false
        }
      }
    }
    # What people are to be told. Each receiver takes its own kind only.
    notifications = {
      display_name = "IndiVillage"
      subscriptions = merge(
        {
          email = {
            dead_letter_queue    = { arn = module.failures.arn }
            endpoint             = module.queues["email"].arn
            filter_policy        = jsonencode({ channel = ["email"] })
            protocol             = "sqs"
            raw_message_delivery = true
          }
        },
        {
          for key, receiver in var.notification_receivers : key => {
            dead_letter_queue    = { arn = module.failures.arn }
            endpoint             = receiver.endpoint
            filter_policy        = length(receiver.kinds) == 0 ? null : jsonencode({ kind = receiver.kinds })
            protocol             = receiver.protocol
            raw_message_delivery = false
          }
        },
      )
    }
  }
}

module "topics" {
  source   = "../../modules/sns-topic"
  for_each = local.topics

  account_id    = local.account_id
  display_name  = each.value.display_name
  kms_key_arn   = module.kms_data.arn
  name          = "${local.name}-${each.key}"
  subscriptions = each.value.subscriptions
}

# What happens in the system, told by the parts themselves. The archive lets a reader that was broken read it again.
module "bus" {
  source = "../../modules/event-bus"

  archive = { retention_days = var.event_archive_days }
  name    = local.name

  rules = {
    system = {
      description   = "Everything that the parts of the system tell."
      event_pattern = jsonencode({ source = [{ prefix = "${var.system}." }] })
      targets       = { events = { arn = module.queues["events"].arn, dead_letter_queue = { arn = module.failures.arn } } }
    }
  }
}

# An upload that is complete starts the processing, and the application hears of it. S3 itself would refuse two receivers of one event:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
module "upload_events" {
  source = "../../modules/event-bus"

  custom_bus = false
  name       = "${local.name}-uploads"

  rules = {
    for key, rule in local.upload_rules : key => {
      description = rule.description

      event_pattern = jsonencode({
        source      = ["aws.s3"]
        detail-type = ["Object Created"]
        detail = {
          bucket = { name = [local.bucket_full_names["uploads"]] }
          object = {
            key  = [for suffix in rule.suffixes : { suffix = suffix }]
            size = [{ numeric = [">", 0, "<=", var.upload_limits.max_bytes] }]
          }
        }
      })

      targets = { for queue in rule.queues : queue => { arn = module.queues[queue].arn, dead_letter_queue = { arn = module.failures.arn } } }
    }
  }
}
