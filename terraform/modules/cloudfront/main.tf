locals {
  has_own_names = length(var.aliases) > 0

  ordered_behaviors = [
    for text in sort([for key, behavior in var.behaviors : format("%05d %s", behavior.priority, key)]) :
    var.behaviors[substr(text, 6, -1)]
  ]
}

resource "aws_cloudfront_distribution" "this" {
  comment             = var.name
  enabled             = var.enabled
  aliases             = var.aliases
  default_root_object = var.default_root_object
  http_version        = var.http_version
  is_ipv6_enabled     = true
  price_class         = var.price_class
  web_acl_id          = var.web_acl_arn
  tags                = merge(var.tags, { Name = var.name })

  dynamic "origin" {
    for_each = var.s3_origins

    content {
      origin_id                = origin.key
      domain_name              = origin.value.bucket_regional_domain_name
      origin_path              = origin.value.origin_path
      origin_access_control_id = one(aws_cloudfront_origin_access_control.this[*].id)

      dynamic "s3_origin_config" {
        for_each = aws_cloudfront_origin_access_identity.this

        content {
          origin_access_identity = s3_origin_config.value.cloudfront_access_identity_path
        }
      }

      dynamic "origin_shield" {
        for_each = origin.value.origin_shield_region == null ? [] : [origin.value.origin_shield_region]

        content {
          enabled              = true
          origin_shield_region = origin_shield.value
        }
      }
    }
  }

  dynamic "origin" {
    for_each = var.custom_origins

    content {
      origin_id   = origin.key
      domain_name = origin.value.domain_name

      custom_origin_config {
        http_port              = 80
        https_port             = 443
        origin_protocol_policy = origin.value.protocol_policy
        origin_read_timeout    = origin.value.read_timeout_seconds
        origin_ssl_protocols   = ["TLSv1.2"]
      }

      dynamic "custom_header" {
        for_each = origin.value.headers

        content {
          name  = custom_header.key
          value = custom_header.value
        }
      }

      dynamic "origin_shield" {
        for_each = origin.value.origin_shield_region == null ? [] : [origin.value.origin_shield_region]

        content {
          enabled              = true
          origin_shield_region = origin_shield.value
        }
      }
    }
  }

  dynamic "origin_group" {
    for_each = var.origin_groups

    content {
      origin_id = origin_group.key

      failover_criteria {
        status_codes = origin_group.value.status_codes
      }

      member {
        origin_id = origin_group.value.primary
      }

      member {
        origin_id = origin_group.value.secondary
      }
    }
  }

  default_cache_behavior {
    target_origin_id           = var.default_behavior.target
    allowed_methods            = var.default_behavior.allowed_methods
    cached_methods             = ["GET", "HEAD"]
    viewer_protocol_policy     = var.default_behavior.viewer_protocol_policy
    compress                   = var.default_behavior.compress
    cache_policy_id            = aws_cloudfront_cache_policy.this[var.default_behavior.cache_policy].id
    origin_request_policy_id   = var.default_behavior.origin_request_policy == null ? null : aws_cloudfront_origin_request_policy.this[var.default_behavior.origin_request_policy].id
    response_headers_policy_id = one(aws_cloudfront_response_headers_policy.this[*].id)
    field_level_encryption_id  = var.default_behavior.field_level_encryption ? local.field_level_encryption_id : null

    dynamic "function_association" {
      for_each = var.default_behavior.function_arns

      content {
        event_type   = function_association.key
        function_arn = function_association.value
      }
    }
  }

  dynamic "ordered_cache_behavior" {
    for_each = local.ordered_behaviors
    iterator = behavior

    content {
      path_pattern               = behavior.value.path_pattern
      target_origin_id           = behavior.value.target
      allowed_methods            = behavior.value.allowed_methods
      cached_methods             = ["GET", "HEAD"]
      viewer_protocol_policy     = behavior.value.viewer_protocol_policy
      compress                   = behavior.value.compress
      cache_policy_id            = aws_cloudfront_cache_policy.this[behavior.value.cache_policy].id
      origin_request_policy_id   = behavior.value.origin_request_policy == null ? null : aws_cloudfront_origin_request_policy.this[behavior.value.origin_request_policy].id
      response_headers_policy_id = one(aws_cloudfront_response_headers_policy.this[*].id)
      field_level_encryption_id  = behavior.value.field_level_encryption ? local.field_level_encryption_id : null

      dynamic "function_association" {
        for_each = behavior.value.function_arns

        content {
          event_type   = function_association.key
          function_arn = function_association.value
        }
      }
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = var.geo_restriction.restriction_type
      locations        = var.geo_restriction.locations
    }
  }

  # CloudFront's own certificate leaves the TLS version to CloudFront; only a certificate of ours can set a minimum.
  viewer_certificate {
    cloudfront_default_certificate = !local.has_own_names
    acm_certificate_arn            = local.has_own_names ? var.certificate_arn : null
    minimum_protocol_version       = local.has_own_names ? var.minimum_tls_version : null
    ssl_support_method             = local.has_own_names ? "sni-only" : null
  }
}
