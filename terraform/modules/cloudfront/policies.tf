# A policy is deleted only after the distribution has stopped using it: CloudFront refuses to delete what is in use.

locals {
  max_ttl_seconds = {
    for key, policy in var.cache_policies :
    key => policy.max_ttl_seconds == null ? policy.default_ttl_seconds : policy.max_ttl_seconds
  }
}

resource "aws_cloudfront_cache_policy" "this" {
  for_each = var.cache_policies

  name        = "${var.name}-${each.key}"
  min_ttl     = each.value.min_ttl_seconds
  default_ttl = each.value.default_ttl_seconds
  max_ttl     = local.max_ttl_seconds[each.key]

  # CloudFront refuses everything below for a policy that caches nothing.
  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_brotli = local.max_ttl_seconds[each.key] > 0
    enable_accept_encoding_gzip   = local.max_ttl_seconds[each.key] > 0

    query_strings_config {
      query_string_behavior = each.value.query_strings
    }

    headers_config {
      header_behavior = length(each.value.headers) > 0 ? "whitelist" : "none"

      dynamic "headers" {
        for_each = length(each.value.headers) > 0 ? [each.value.headers] : []

        content {
          items = headers.value
        }
      }
    }

    cookies_config {
      cookie_behavior = length(each.value.cookies) > 0 ? "whitelist" : "none"

      dynamic "cookies" {
        for_each = length(each.value.cookies) > 0 ? [each.value.cookies] : []

        content {
          items = cookies.value
        }
      }
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudfront_origin_request_policy" "this" {
  for_each = var.origin_request_policies

  name = "${var.name}-${each.key}"

  query_strings_config {
    query_string_behavior = each.value.query_strings

    dynamic "query_strings" {
      for_each = length(each.value.query_string_names) > 0 ? [each.value.query_string_names] : []

      content {
        items = query_strings.value
      }
    }
  }

  headers_config {
    header_behavior = each.value.headers

    dynamic "headers" {
      for_each = length(each.value.header_names) > 0 ? [each.value.header_names] : []

      content {
        items = headers.value
      }
    }
  }

  cookies_config {
    cookie_behavior = each.value.cookies

    dynamic "cookies" {
      for_each = length(each.value.cookie_names) > 0 ? [each.value.cookie_names] : []

      content {
        items = cookies.value
      }
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

# override is false throughout: an origin that sends a header of its own knows better.
resource "aws_cloudfront_response_headers_policy" "this" {
  count = var.security_headers_enabled ? 1 : 0

  name = "${var.name}-security-headers"

  security_headers_config {
    strict_transport_security {
      access_control_max_age_sec = var.hsts.max_age_seconds
      include_subdomains         = var.hsts.include_subdomains
      override                   = false
    }

    content_type_options {
      override = false
    }

    frame_options {
      frame_option = "DENY"
      override     = false
    }

    referrer_policy {
      referrer_policy = "strict-origin-when-cross-origin"
      override        = false
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}
