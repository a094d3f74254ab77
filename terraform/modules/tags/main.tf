locals {
  cost_centre = var.cost_centre == null ? {} : { CostCentre = var.cost_centre }

  # The named inputs come last: var.tags can add tags but never change what these say.
  tags = merge(var.tags, local.cost_centre, {
    DataClass   = var.data_class
    Environment = coalesce(var.environment_label, var.environment)
    ManagedBy   = "terraform"
    Owner       = var.owner
    Project     = coalesce(var.project, var.system)
  })
}
