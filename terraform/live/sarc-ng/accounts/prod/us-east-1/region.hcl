# The first region. A further region is a folder beside this one, with a region.hcl and the units that are wanted there.

locals {
  is_primary = true
  name       = "sarc-ng"
  region     = "us-east-1"
}
