# The state of this root lies in the bucket that it makes, one in each account and region: terraform/scripts/bootstrap.sh says which, and
# keeps the state in a file only until the bucket is there.
terraform {
  backend "s3" {}
}
