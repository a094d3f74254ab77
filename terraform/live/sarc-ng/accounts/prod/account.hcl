# The production account: the live system, with high availability.

locals {
  account_id   = "333333333333"
  account_name = "prod"
  external_id  = "sarc-ng-prod"
  role_arn     = "arn:aws:iam::333333333333:role/pipelines/sarc-ng-deploy"
  state_region = "us-east-1"
}
