locals {
  routed_records = toset([
    for key, record in var.records : key
    if record.failover != null || record.geolocation != null || record.latency_region != null || record.weight != null
  ])
}

resource "aws_route53_record" "this" {
  for_each = var.records

  zone_id         = var.zone_id
  name            = each.value.name
  type            = each.value.type
  ttl             = each.value.alias == null ? each.value.ttl : null
  records         = each.value.values
  set_identifier  = contains(local.routed_records, each.key) ? each.key : null
  health_check_id = each.value.health_check == null ? null : aws_route53_health_check.this[each.value.health_check].id

  dynamic "alias" {
    for_each = each.value.alias == null ? [] : [each.value.alias]

    content {
      name                   = alias.value.name
      zone_id                = alias.value.zone_id
      evaluate_target_health = alias.value.evaluate_target_health
    }
  }

  dynamic "failover_routing_policy" {
    for_each = each.value.failover == null ? [] : [each.value.failover]

    content {
      type = failover_routing_policy.value
    }
  }

  dynamic "geolocation_routing_policy" {
    for_each = each.value.geolocation == null ? [] : [each.value.geolocation]

    content {
      continent   = geolocation_routing_policy.value.continent
      country     = geolocation_routing_policy.value.country
      subdivision = geolocation_routing_policy.value.subdivision
    }
  }

  dynamic "latency_routing_policy" {
    for_each = each.value.latency_region == null ? [] : [each.value.latency_region]

    content {
      region = latency_routing_policy.value
    }
  }

  dynamic "weighted_routing_policy" {
    for_each = each.value.weight == null ? [] : [each.value.weight]

    content {
      weight = weighted_routing_policy.value
    }
  }
}

resource "aws_route53_health_check" "this" {
  for_each = var.health_checks

  fqdn              = each.value.fqdn
  type              = each.value.type
  port              = each.value.port
  resource_path     = each.value.path
  failure_threshold = each.value.failure_threshold
  request_interval  = each.value.interval_seconds

  # A check that is off counts as healthy, and inverted as unhealthy:
  # https://docs.aws.amazon.com/Route53/latest/APIReference/API_UpdateHealthCheck.html
  disabled           = each.value.override != null
  invert_healthcheck = each.value.override == "unhealthy"

  tags = merge(var.tags, { Name = each.key })
}
