provider "aws" {
  region = var.region

  default_tags {
    tags = local.tags
  }
}

# Copies that outlive the loss of the primary region.
provider "aws" {
  alias  = "replica"
  region = var.replica_region

  default_tags {
    tags = local.tags
  }
}

# CloudFront takes its certificates from this region only.
provider "aws" {
  alias  = "us_east_1"
  region = "us-east-1"

  default_tags {
    tags = local.tags
  }
}
