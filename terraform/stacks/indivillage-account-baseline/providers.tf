provider "aws" {
  region = var.region

  default_tags {
    tags = module.tags.tags
  }
}

# The region of the copies is used as well, so it is watched as well.
provider "aws" {
  alias  = "replica"
  region = var.replica_region

  default_tags {
    tags = module.tags.tags
  }
}

# What an account costs is told in this region only.
provider "aws" {
  alias  = "us_east_1"
  region = "us-east-1"

  default_tags {
    tags = module.tags.tags
  }
}
