# The second region, as far as it has to be there before the first is lost. Its name is also in names that IAM sees, which has no regions.

locals {
  is_primary = false
  name       = "sarc-ng-us-west-2"
  region     = "us-west-2"

  # Lambda takes packages only from a bucket of its region. terraform/bootstrap makes it, and its name ends with the account.
  packages_prefix = "terraform-state-packages-us-west-2"
}
