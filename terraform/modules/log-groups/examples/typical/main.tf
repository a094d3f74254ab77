module "log_groups" {
  source = "../.."

  kms_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  log_retention_days = 14

  existing_log_groups = {
    flow  = "/aws/vpc/shop-production/flow-logs"
    trail = "/aws/cloudtrail/shop-production"
  }

  log_groups = {
    app    = { name = "/ecs/shop-production/app", anomaly_detection = true }
    audit  = { name = "/shop-production/audit", log_retention_days = 365 }
    worker = { name = "/ecs/shop-production/worker" }
  }

  metric_filters = {
    shop-production-app-errors = {
      log_group   = "app"
      metric_name = "ApplicationErrors"
      namespace   = "Shop/production"
      pattern     = "{ $.level = \"ERROR\" }"
    }
    shop-production-slow-requests = {
      dimensions  = { Route = "$.route" }
      log_group   = "app"
      metric_name = "SlowRequests"
      namespace   = "Shop/production"
      pattern     = "{ $.seconds > 2 }"
    }
  }

  queries = {
    "shop-production/root" = {
      log_groups = ["trail"]
      query      = "filter userIdentity.type = 'Root' | fields @timestamp, eventName, sourceIPAddress"
    }
    "shop-production/errors" = {
      log_groups = ["worker", "app"]
      query      = "fields @timestamp, @message | filter level = 'ERROR' | sort @timestamp desc"
    }
  }
}
