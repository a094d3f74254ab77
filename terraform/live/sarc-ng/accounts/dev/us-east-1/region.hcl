# The first region. A further region is a folder beside this one, with a region.hcl and the units that are wanted there.

locals {
  is_primary = true
  name       = "sarc-ng"
  region     = "us-east-1"

  # Lambda takes packages only from a bucket of its region. terraform/bootstrap makes it, and its name ends with the account.
  packages_prefix = "terraform-state-packages"
}
