# What runs when something has happened: a file has come, somebody is to be told, the night has begun, the API was asked.

locals {
  runtimes = { node = var.function_runtimes.node, python = var.function_runtimes.python }

  # What makes the functions different. Sizes and versions come from var.functions.
  functions = {
    api = {
      description     = "Answers what the API asks about files and jobs."
      language        = "python"
      queues          = []
      sends           = ["jobs", "ordered"]
      timeout_seconds = var.api_timeout_seconds
    }
    background-tasks = {
      description     = "Does what the system has to do by itself, by day when something has happened and by night."
      language        = "python"
      queues          = ["events"]
      sends           = ["email", "jobs"]
      timeout_seconds = var.processing_timeout_seconds
    }
    file-analyzer = {
      description     = "Analyses a file for whoever calls it."
      language        = "python"
      queues          = []
      sends           = []
      timeout_seconds = var.processing_timeout_seconds
    }
    file-processor = {
      description     = "Reads an uploaded file, stores the results, and its metadata in the database."
      language        = "python"
      queues          = ["files"]
      sends           = []
      timeout_seconds = var.processing_timeout_seconds
    }
    image-optimizer = {
      description     = "Makes smaller images of an uploaded one."
      language        = "node"
      queues          = ["images"]
      sends           = []
      timeout_seconds = var.processing_timeout_seconds
    }
    notifications = {
      description     = "Sends the e-mails that wait, and tells of files that failed."
      language        = "node"
      queues          = ["email"]
      sends           = []
      timeout_seconds = var.processing_timeout_seconds
    }
  }

  # Who calls a function beside the API and the queues.
  function_callers = {
    background-tasks = { nightly = { alias = "live", service = "events.amazonaws.com", source_arn = local.rule_arns["nightly"] } }
    notifications    = { files = { alias = "live", service = "sns.amazonaws.com", source_arn = local.topic_arns["files"] } }
  }

  # The alias that everybody calls; a release moves it from one version to the next (delivery.tf).
  function_aliases = {
    live = { moved_by_codedeploy = var.releases_shifted }
  }
}

module "functions" {
  source   = "../../modules/lambda-function"
  for_each = local.functions

  aliases                  = local.function_aliases
  allow_deprecated_runtime = var.deprecated_runtimes_allowed
  asynchronous             = {}
  dead_letter              = { arn = module.failures.arn }
  description              = each.value.description
  environment_variables    = local.function_settings[each.key]
  handler                  = "app.handler"
  kms_key_arn              = module.kms_data.arn
  log_group_name           = "/aws/lambda/${each.key}"
  log_kms_key_arn          = module.kms_logs.arn
  log_retention_days       = var.log_retention_days
  memory_mb                = var.functions[each.key].memory_mb
  name                     = "${local.name}-${each.key}"
  package                  = { s3 = { bucket = var.packages_bucket, key = "${each.key}/${var.functions[each.key].version}.zip" } }
  permissions              = lookup(local.function_callers, each.key, {})
  permissions_boundary_arn = aws_iam_policy.boundary.arn
  policy_statements        = local.function_statements[each.key]
  queue_kms_key_arns       = [module.kms_data.arn]
  runtime                  = local.runtimes[each.value.language]
  timeout_seconds          = each.value.timeout_seconds

  queues = {
    for key in each.value.queues : key => {
      alias                      = "live"
      arn                        = module.queues[key].arn
      batch_size                 = var.function_batches.size
      batching_window_seconds    = var.function_batches.window_seconds
      visibility_timeout_seconds = module.queues[key].visibility_timeout_seconds
    }
  }

  # In the tier of the application: the database admits their group, and AWS is reached by the endpoints.
  vpc = {
    security_group_ids = [module.security_groups.ids["functions"]]
    subnet_ids         = values(module.network.subnet_ids["app"])
  }
}

# The clock of the functions, in UTC.
module "function_schedules" {
  source = "../../modules/event-bus"

  custom_bus = false
  name       = "${local.name}-schedules"

  rules = {
    nightly = {
      description         = "Every night: what the system has to tidy up."
      schedule_expression = var.nightly_schedule
      targets = {
        background-tasks = {
          arn               = module.functions["background-tasks"].alias_arns["live"]
          dead_letter_queue = { arn = module.failures.arn }
          input             = jsonencode({ task = "nightly" })
        }
      }
    }
  }
}

locals {
  queue_prefix = "https://sqs.${var.region}.${local.dns_suffix}/${local.account_id}"

  # What all are told. Secrets, and what AWS decides, are told by name and read when a function runs: a single value that only AWS knows
  # would hide all of them from the plan.
  common_settings = {
    ENVIRONMENT      = var.environment
    EVENT_BUS        = local.name
    METRIC_NAMESPACE = local.metric_namespace
  }

  database_settings = {
    DATABASE_HOST_PARAMETER = module.function_parameters.names["functions/database-host"]
    DATABASE_NAME           = "indivillage"
  }

  function_settings = {
    api = merge(local.common_settings, local.database_settings, {
      DATABASE_USER     = "api_function"
      JOBS_QUEUE_URL    = "${local.queue_prefix}/${local.name}-jobs"
      ORDERED_QUEUE_URL = "${local.queue_prefix}/${local.name}-ordered.fifo"
    })
    background-tasks = merge(local.common_settings, local.database_settings, {
      DATABASE_SECRET_NAME = module.secrets.names["database"]
      DATABASE_USER        = "background_tasks"
      EMAIL_QUEUE_URL      = "${local.queue_prefix}/${local.name}-email"
      JOBS_QUEUE_URL       = "${local.queue_prefix}/${local.name}-jobs"
      UPLOADS_BUCKET       = local.bucket_full_names["uploads"]
    })
    file-analyzer = merge(local.common_settings, {
      PROCESSED_BUCKET = local.bucket_full_names["processed"]
      RESULTS_PREFIX   = local.download_prefix
      UPLOADS_BUCKET   = local.bucket_full_names["uploads"]
    })
    file-processor = merge(local.common_settings, local.database_settings, {
      DATABASE_SECRET_NAME = module.secrets.names["database"]
      DATABASE_USER        = "file_processor"
      FILES_TOPIC_ARN      = local.topic_arns["files"]
      PROCESSED_BUCKET     = local.bucket_full_names["processed"]
      RESULTS_PREFIX       = local.download_prefix
    })
    image-optimizer = merge(local.common_settings, {
      PROCESSED_BUCKET = local.bucket_full_names["processed"]
      RESULTS_PREFIX   = local.download_prefix
    })
    notifications = merge(local.common_settings, {
      API_KEYS_SECRET_NAME         = module.secrets.names["api-keys"]
      SENDER                       = local.mail_sender
      SERVICE_ACCOUNTS_SECRET_NAME = module.secrets.names["service-accounts"]
    })
  }

  # SES sends for a domain that it has seen proof of; without a domain there is nobody to send as.
  mail_sender = var.domain_name == null ? "none" : "no-reply@${var.domain_name}"
}

# Where the functions find the database, which has a proxy where one is asked for.
module "function_parameters" {
  source = "../../modules/ssm-parameters"

  path = "/${local.name}"

  parameters = {
    "functions/database-host" = {
      description = "Host name of the database, or of its proxy, for the functions."
      value       = var.database_proxy_enabled ? module.database.proxy.endpoint : module.database.address
    }
  }
}

# What each function may do beyond reading its queue and writing its log, which its module allows. None may what another one needs.
locals {
  statements = {
    PublishMetrics = {
      actions    = ["cloudwatch:PutMetricData"]
      conditions = [{ test = "StringEquals", variable = "cloudwatch:namespace", values = [local.metric_namespace] }]
      resources  = ["*"]
    }
    ReadUploads = {
      actions    = ["s3:GetObject"]
      conditions = []
      resources  = ["${local.bucket_arns["uploads"]}/*"]
    }
    TellEvents = {
      actions    = ["events:PutEvents"]
      conditions = []
      resources  = ["arn:${local.partition}:events:${local.here}:event-bus/${local.name}"]
    }
    UseKey = {
      actions    = ["kms:Decrypt", "kms:GenerateDataKey"]
      conditions = [{ test = "StringEquals", variable = "kms:ViaService", values = [for service in ["s3", "secretsmanager", "sns", "sqs"] : "${service}.${var.region}.${local.dns_suffix}"] }]
      resources  = [module.kms_data.arn]
    }
    WriteResults = {
      actions    = ["s3:PutObject"]
      conditions = []
      resources  = ["${local.bucket_arns["processed"]}/*"]
    }
  }

  basic_statements = { for key in ["PublishMetrics", "TellEvents", "UseKey"] : key => local.statements[key] }

  database_statements = {
    for function in ["api", "background-tasks", "file-processor"] : function => {
      FindDatabase = {
        actions    = ["ssm:GetParameter"]
        conditions = []
        resources  = ["${local.parameter_prefix}/${local.name}/functions/database-host"]
      }
      SignInToDatabase = {
        actions    = ["rds-db:connect"]
        conditions = []
        resources  = ["arn:${local.partition}:rds-db:${local.here}:dbuser:${module.database.resource_id}/${local.function_settings[function].DATABASE_USER}"]
      }
    }
  }

  secret_statements = {
    for function, secrets in { background-tasks = ["database"], file-processor = ["database"], notifications = ["api-keys", "service-accounts"] } :
    function => {
      ReadSecrets = {
        actions    = ["secretsmanager:GetSecretValue"]
        conditions = []
        resources  = [for secret in secrets : module.secrets.arns[secret]]
      }
    }
  }

  send_statements = {
    for function, is in local.functions : function => {
      SendMessages = {
        actions    = ["sqs:GetQueueAttributes", "sqs:SendMessage"]
        conditions = []
        resources  = [for queue in is.sends : module.queues[queue].arn]
      }
    } if length(is.sends) > 0
  }

  own_statements = {
    background-tasks = {
      TidyUploads = {
        actions    = ["s3:DeleteObject", "s3:GetObject"]
        conditions = []
        resources  = ["${local.bucket_arns["uploads"]}/*"]
      }
    }
    file-analyzer = {
      ReadUploads  = local.statements.ReadUploads
      WriteResults = local.statements.WriteResults
    }
    file-processor = {
      ReadUploads  = local.statements.ReadUploads
      TellOfFiles  = { actions = ["sns:Publish"], conditions = [], resources = [local.topic_arns["files"]] }
      WriteResults = local.statements.WriteResults
    }
    image-optimizer = {
      ReadUploads  = local.statements.ReadUploads
      WriteResults = local.statements.WriteResults
    }
    notifications = var.domain_name == null ? {} : {
      SendMail = {
        actions    = ["ses:SendEmail"]
        conditions = [{ test = "StringEquals", variable = "ses:FromAddress", values = [local.mail_sender] }]
        resources  = ["arn:${local.partition}:ses:${local.here}:identity/${var.domain_name}"]
      }
    }
  }

  function_statements = {
    for function in keys(local.functions) : function => merge(
      local.basic_statements,
      lookup(local.database_statements, function, {}),
      lookup(local.own_statements, function, {}),
      lookup(local.secret_statements, function, {}),
      lookup(local.send_statements, function, {}),
    )
  }
}
