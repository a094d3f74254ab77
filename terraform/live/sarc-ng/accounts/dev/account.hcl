# The development account: rapid iteration and testing.

locals {
  localstack = read_terragrunt_config("${get_terragrunt_dir()}/localstack.hcl").locals

  account_id   = local.localstack.enabled ? local.localstack.account_id : "111111111111"
  account_name = "dev"
  external_id  = "sarc-ng-dev"
  role_arn     = "arn:aws:iam::111111111111:role/pipelines/sarc-ng-deploy"
  state_region = "us-east-1"
}
