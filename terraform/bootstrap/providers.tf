# This root keeps its own state in a local file at first: the bucket that could hold it does not exist yet.

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
