# What the environment is. Its values are those of the variable file that the root of the stack takes, so that both plan the same.

locals {
  environment = "development"
  values      = jsondecode(read_tfvars_file("${get_terragrunt_dir()}/../../../../stacks/sarc-ng/environments/development.tfvars"))
}
