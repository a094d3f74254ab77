module "log_groups" {
  source = "../.."

  kms_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  log_retention_days = 14

  existing_log_groups = {
    flow  = "/aws/vpc/shop-production/flow-logs"
    trail = "/aws/cloudtrail/shop-production"
  }

  log_groups = {
    access = { name = "/shop-production/access", anomaly_detection = true }
    worker = { name = "/ecs/shop-production/worker" }
    app    = { name = "/ecs/shop-production/app", anomaly_detection = true }
    audit  = { name = "/shop-production/audit", log_retention_days = 365 }
  }

  metric_filters = {
    shop-production-a-denials = {
      log_group   = "audit"
      metric_name = "Denials"
      namespace   = "Shop/production"
      pattern     = "DENIED"
    }
    shop-production-rejected = {
      log_group   = "flow"
      metric_name = "RejectedTraffic"
      namespace   = "Shop/production"
      pattern     = "[version, account, interface, from, to, from_port, to_port, protocol, packets, bytes, start, end, action=REJECT, status]"
    }
    shop-production-slow-requests = {
      dimensions  = { Route = "$.route" }
      log_group   = "app"
      metric_name = "SlowRequests"
      namespace   = "Shop/production"
      pattern     = "{ $.seconds > 2 }"
    }
    shop-production-app-errors = {
      log_group   = "app"
      metric_name = "ApplicationErrors"
      namespace   = "Shop/production"
      pattern     = "{ $.level = \"ERROR\" }"
    }
  }

  queries = {
    "shop-production/root" = {
      log_groups = ["trail"]
      query      = "filter userIdentity.type = 'Root' | fields @timestamp, eventName, sourceIPAddress"
    }
    "shop-production/denials" = {
      log_groups = ["audit"]
      query      = "filter @message like /DENIED/"
    }
    "shop-production/errors" = {
      log_groups = ["app", "worker"]
      query      = "fields @timestamp, @message | filter level = 'ERROR' | sort @timestamp desc"
    }
  }
}
