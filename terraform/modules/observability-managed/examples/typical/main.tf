module "observability_managed" {
  source = "../.."

  account_id         = "123456789012"
  log_retention_days = 90
  name               = "shop-production"

  grafana = {
    log_group_arns = ["arn:aws:logs:us-east-1:123456789012:log-group:/ecs/shop-production/app"]

    roles = {
      VIEWER = { group_ids = ["a1b2c3d4-5678-90ab-cdef-111122223333"] }
    }
  }

  prometheus = {
    kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1a2b3c4d-5e6f-4a1b-8c2d-9e0f1a2b3c4d"

    alerts = {
      topic_arn = "arn:aws:sns:us-east-1:123456789012:shop-production-warning"
    }

    rules = {
      latency = <<-YAML
        groups:
          - name: latency
            rules:
              - alert: SlowRequests
                expr: histogram_quantile(0.95, sum(rate(http_request_duration_seconds_bucket[5m])) by (le)) > 2
                for: 10m
      YAML
    }
  }

  sampling_rules = {
    all = { priority = 9000 }
  }

  tags = {
    DataClass = "internal"
  }

  trace_groups = {
    trouble = {}
  }

  user_monitor = {
    domains = ["shop.example.com"]
  }
}
