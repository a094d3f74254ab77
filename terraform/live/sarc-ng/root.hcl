# What every unit shares: where its state is, and with which credentials, in which account and region it works. Each terragrunt.hcl below
# includes this file. It is called root.hcl because Terragrunt takes every terragrunt.hcl for a unit.

terragrunt_version_constraint = ">= 0.78"
terraform_version_constraint  = ">= 1.11, < 2.0"

locals {
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals

  # Only an account that has a localstack.hcl can be sent to an emulator, and only with LOCALSTACK=true.
  localstack = read_terragrunt_config(find_in_parent_folders("localstack.hcl", "no-localstack.hcl"), {
    locals = { enabled = false, endpoint = "", services = [] }
  }).locals

  # What the tree says itself, in this file, in account.hcl and in region.hcl: from the variable file it would change nothing. Nobody shall
  # believe that it did, so such a key ends every command; the missing file's name is the message.
  said_here     = ["allowed_account_ids", "cost_center", "owner", "packages_bucket", "region", "secondary_region", "system", "tags"]
  without_force = [for key in keys(local.env.values) : key if contains(local.said_here, key)]
  all_are_read  = length(local.without_force) == 0 ? "" : file("not in a variable file that the tree reads: ${join(", ", local.without_force)}")

  # Credentials are those of the run, which has taken its role by OIDC. A run from another account takes the account's role itself.
  takes_role = get_env("SARC_NG_TAKE_ROLE", "false") == "true"
}

# One state for each unit, below the path of the unit in this tree. terraform/bootstrap makes bucket and table in each account.
# How the state is encrypted is left to the bucket and its key. The file beside the state locks it; the table is the specification's.
remote_state {
  backend = local.localstack.enabled ? "local" : "s3"

  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }

  config = {
    emulated = {
      path = "${get_parent_terragrunt_dir()}/.localstack/${path_relative_to_include()}/terraform.tfstate"
    }
    real = {
      bucket         = "terraform-state-${local.account.account_id}"
      dynamodb_table = "terraform-state-lock"
      key            = "sarc-ng/${path_relative_to_include()}/terraform.tfstate"
      region         = local.account.state_region
      use_lockfile   = true
    }
  }[local.localstack.enabled ? "emulated" : "real"]
}

generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite_terragrunt"

  contents = <<-EOF
    provider "aws" {
      region              = "${local.region.region}"
      allowed_account_ids = ["${local.account.account_id}"]

      default_tags {
        tags = {
          CostCenter  = "engineering"
          DataClass   = "confidential"
          Environment = "${local.account.account_name}"
          ManagedBy   = "terraform"
          Owner       = "platform-team"
          Project     = "sarc-ng"
        }
      }
    %{if local.localstack.enabled}
      access_key                  = "test"
      secret_key                  = "test"
      s3_use_path_style           = true
      skip_credentials_validation = true
      skip_metadata_api_check     = true

      endpoints {
    %{for service in local.localstack.services~}
        ${service} = "${local.localstack.endpoint}"
    %{endfor~}
      }
    %{endif}
    %{if local.takes_role}
      assume_role {
        role_arn     = "${local.account.role_arn}"
        external_id  = "${local.account.external_id}"
        session_name = "terragrunt"
      }
    %{endif}
    }
  EOF
}
