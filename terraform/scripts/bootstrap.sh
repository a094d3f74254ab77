#!/bin/sh
# Makes the place for Terraform's state in an account: bucket, key and lock table. Run it again and it changes nothing.
# What follows the name of the script is handed to `terraform apply`, such as -var=replicate=true.
set -eu

cd "$(dirname "$0")/../bootstrap"
terraform init -input=false
terraform apply -input=false -auto-approve "$@"
terraform output -raw bucket_name
