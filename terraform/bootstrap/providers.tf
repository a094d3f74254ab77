provider "aws" {
  region = var.region

  default_tags {
    tags = local.tags
  }
}

# The copy of the state outlives the loss of the primary region.
provider "aws" {
  alias  = "replica"
  region = var.replica_region

  default_tags {
    tags = local.tags
  }
}
