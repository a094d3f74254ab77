module "observability_managed" {
  source = "../.."

  account_id         = "123456789012"
  log_retention_days = 90
  name               = "shop-production"

  grafana = {
    log_group_arns = [
      "arn:aws:logs:us-east-1:123456789012:log-group:/ecs/shop-production/app",
      "arn:aws:logs:us-east-1:123456789012:log-group:/ecs/shop-production/worker",
    ]
    topic_arns = ["arn:aws:sns:us-east-1:123456789012:shop-production-info"]
    version    = "10.4"

    network_access = {
      prefix_list_ids  = ["pl-0a1b2c3d4e5f60718"]
      vpc_endpoint_ids = ["vpce-0a1b2c3d4e5f60718"]
    }

    roles = {
      ADMIN  = { user_ids = ["a1b2c3d4-5678-90ab-cdef-444455556666"] }
      VIEWER = { group_ids = ["a1b2c3d4-5678-90ab-cdef-111122223333"] }
    }

    vpc = {
      security_group_ids = ["sg-0a1b2c3d4e5f60718"]
      subnet_ids         = ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]
    }
  }

  prometheus = {
    kms_key_arn    = "arn:aws:kms:us-east-1:123456789012:key/1a2b3c4d-5e6f-4a1b-8c2d-9e0f1a2b3c4d"
    retention_days = 400

    alerts = {
      group_by  = ["alertname", "service"]
      topic_arn = "arn:aws:sns:us-east-1:123456789012:shop-production-warning"
    }

    rules = {
      errors = <<-YAML
        groups:
          - name: errors
            rules:
              - record: service:errors:rate5m
                expr: sum(rate(http_requests_total{code=~"5.."}[5m])) by (service)
      YAML

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

    orders = {
      attributes     = { tenant = "wholesale" }
      fixed_rate     = 0.5
      host           = "shop.example.com"
      http_method    = "POST"
      priority       = 100
      reservoir_size = 10
      service_name   = "app"
      service_type   = "AWS::ECS::Container"
      url_path       = "/orders/*"
    }
  }

  tags = {
    DataClass = "internal"
  }

  trace_groups = {
    orders  = { filter_expression = "annotation.area = \"orders\"", insights_enabled = false }
    trouble = { notifications_enabled = false }
  }

  user_monitor = {
    cookies_allowed     = true
    domains             = ["shop.example.com", "*.shop.example.com"]
    excluded_pages      = ["https://shop.example.com/account"]
    session_sample_rate = 0.5
    telemetries         = ["errors", "performance"]
    traced              = true
  }
}
