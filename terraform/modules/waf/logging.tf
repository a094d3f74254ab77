resource "aws_wafv2_web_acl_logging_configuration" "this" {
  count = var.logging == null ? 0 : 1

  resource_arn            = aws_wafv2_web_acl.this.arn
  log_destination_configs = [var.logging.destination_arn]

  dynamic "redacted_fields" {
    for_each = var.logging.redacted_headers

    content {
      single_header {
        name = redacted_fields.value
      }
    }
  }

  dynamic "redacted_fields" {
    for_each = var.logging.query_strings_redacted ? [true] : []

    content {
      query_string {}
    }
  }

  dynamic "logging_filter" {
    for_each = var.logging.allowed_requests ? [] : [true]

    content {
      default_behavior = "DROP"

      filter {
        behavior    = "KEEP"
        requirement = "MEETS_ANY"

        dynamic "condition" {
          for_each = ["BLOCK", "CAPTCHA", "CHALLENGE", "COUNT"]

          content {
            action_condition {
              action = condition.value
            }
          }
        }
      }
    }
  }
}
