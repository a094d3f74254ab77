# The staging account: validation before production.

locals {
  account_id   = "222222222222"
  account_name = "staging"
  external_id  = "sarc-ng-staging"
  role_arn     = "arn:aws:iam::222222222222:role/pipelines/sarc-ng-deploy"
  state_region = "us-east-1"
}
