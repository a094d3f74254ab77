provider "aws" {
  region              = var.region
  allowed_account_ids = var.allowed_account_ids

  default_tags {
    tags = module.tags.tags
  }
}

# The second region: what outlives the loss of the first.
provider "aws" {
  alias               = "secondary"
  region              = var.secondary_region
  allowed_account_ids = var.allowed_account_ids

  default_tags {
    tags = module.tags.tags
  }
}
