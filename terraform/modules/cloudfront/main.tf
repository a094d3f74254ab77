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

  dynamic "origin" {
    for_each = var.vpc_origins

    content {
      origin_id   = origin.key
      domain_name = origin.value.domain_name

      vpc_origin_config {
        vpc_origin_id       = aws_cloudfront_vpc_origin.this[origin.key].id
        origin_read_timeout = origin.value.read_timeout_seconds
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
    cache_policy_id            = try(aws_cloudfront_cache_policy.this[var.default_behavior.cache_policy].id, local.managed_cache_policies[var.default_behavior.cache_policy], var.default_behavior.cache_policy)
    origin_request_policy_id   = var.default_behavior.origin_request_policy == null ? null : try(aws_cloudfront_origin_request_policy.this[var.default_behavior.origin_request_policy].id, local.managed_origin_request_policies[var.default_behavior.origin_request_policy], var.default_behavior.origin_request_policy)
    response_headers_policy_id = var.default_behavior.response_headers_policy == null ? one(aws_cloudfront_response_headers_policy.this[*].id) : lookup(local.managed_response_headers_policies, var.default_behavior.response_headers_policy, var.default_behavior.response_headers_policy)
    field_level_encryption_id  = var.default_behavior.field_level_encryption ? local.field_level_encryption_id : null
    trusted_key_groups         = [for key in var.default_behavior.key_groups : aws_cloudfront_key_group.this[key].id]

    dynamic "function_association" {
      for_each = merge(
        var.default_behavior.function_arns,
        { for event, key in var.default_behavior.functions : event => aws_cloudfront_function.this[key].arn },
      )

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
      cache_policy_id            = try(aws_cloudfront_cache_policy.this[behavior.value.cache_policy].id, local.managed_cache_policies[behavior.value.cache_policy], behavior.value.cache_policy)
      origin_request_policy_id   = behavior.value.origin_request_policy == null ? null : try(aws_cloudfront_origin_request_policy.this[behavior.value.origin_request_policy].id, local.managed_origin_request_policies[behavior.value.origin_request_policy], behavior.value.origin_request_policy)
      response_headers_policy_id = behavior.value.response_headers_policy == null ? one(aws_cloudfront_response_headers_policy.this[*].id) : lookup(local.managed_response_headers_policies, behavior.value.response_headers_policy, behavior.value.response_headers_policy)
      field_level_encryption_id  = behavior.value.field_level_encryption ? local.field_level_encryption_id : null
      trusted_key_groups         = [for key in behavior.value.key_groups : aws_cloudfront_key_group.this[key].id]

      dynamic "function_association" {
        for_each = merge(
          behavior.value.function_arns,
          { for event, key in behavior.value.functions : event => aws_cloudfront_function.this[key].arn },
        )

        content {
          event_type   = function_association.key
          function_arn = function_association.value
        }
      }
    }
  }

  dynamic "custom_error_response" {
    for_each = var.error_responses

    content {
      error_code            = tonumber(custom_error_response.key)
      error_caching_min_ttl = custom_error_response.value.caching_seconds
      response_code         = custom_error_response.value.response_code
      response_page_path    = custom_error_response.value.response_page_path
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
