# The name of a service. It leads to one target, to a second one in another region as long as the first does not answer, or to targets
# by where its users are. Route 53 knows one policy for a name, so it is one or the other.

locals {
  # Users elsewhere have targets of their own; the first target is for everybody else, which Route 53 calls the default location.
  by_place = length(var.geolocation_targets) > 0

  primary = {
    primary = {
      alias        = var.target
      failover     = var.secondary == null ? null : "PRIMARY"
      geolocation  = local.by_place ? { continent = null, country = "*" } : null
      health_check = var.secondary == null ? null : "primary"
      name         = var.record_name
    }
  }

  secondary = var.secondary == null ? {} : {
    secondary = {
      alias        = { evaluate_target_health = true, name = var.secondary.name, zone_id = var.secondary.zone_id }
      failover     = "SECONDARY"
      geolocation  = null
      health_check = null
      name         = var.record_name
    }
  }

  places = {
    for key, target in var.geolocation_targets : key => {
      alias        = { evaluate_target_health = true, name = target.name, zone_id = target.zone_id }
      failover     = null
      geolocation  = { continent = target.continent, country = target.country }
      health_check = null
      name         = var.record_name
    }
  }
}

module "records" {
  source = "../../../../../modules/dns-record"

  records = merge(local.primary, local.secondary, local.places)
  tags    = var.tags
  zone_id = var.zone_id

  # Asked by its own name: the name of the service leads to the other region once this one has failed.
  health_checks = var.secondary == null ? {} : {
    primary = { fqdn = var.target.name, override = var.override, path = var.health_check_path }
  }
}
