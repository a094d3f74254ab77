#!/bin/sh
# Makes the place for Terraform's state in an account, and tells the bucket's name: bootstrap.sh [--region REGION] [-var=NAME=VALUE ...]
# What is left out stays as it was given before, and nothing is ever destroyed: a plan that would is refused (exit code 3). The state of
# this itself lies in the bucket, under bootstrap/terraform.tfstate, so anybody with rights in the account can run it again.
set -eu

region=us-east-1
if [ "${1:-}" = --region ]; then
  region=${2:?--region needs a region}
  shift 2
fi
for given in "$@"; do
  case $given in
    -var=name=* | -var=region=*) echo "$given: the name follows from the region, and that is --region" >&2; exit 2 ;;
    -var=*) ;;
    *) echo "$given: only -var=NAME=VALUE is taken" >&2; exit 2 ;;
  esac
done

cd "$(dirname "$0")/../bootstrap"
account=$(aws sts get-caller-identity --region "$region" --query Account --output text)
name=terraform-state
[ "$region" = us-east-1 ] || name=terraform-state-$region
other=us-west-2
[ "$region" != us-west-2 ] || other=us-east-1
bucket=$name-$account
key=bootstrap/terraform.tfstate

# What Terraform remembers of one account must not be taken for another's.
TF_DATA_DIR=$PWD/.terraform/$bucket
export TF_DATA_DIR
mkdir -p "$TF_DATA_DIR"
first=$PWD/$bucket.tfstate
override=$PWD/first_override.tf
rm -f "$override"
trap 'rm -f "$override"' EXIT

in_bucket() {
  terraform init -input=false "$@" -backend-config="bucket=$bucket" -backend-config="key=$key" -backend-config="region=$region" \
    -backend-config="use_lockfile=true"
}

there=$(aws s3api list-buckets --region "$region" --query "length(Buckets[?Name=='$bucket'])" --output text)
known=0
if [ "$there" != 0 ]; then
  known=$(aws s3api list-objects-v2 --region "$region" --bucket "$bucket" --prefix "$key" --query KeyCount --output text)
fi
if [ "$known" != 0 ]; then
  [ ! -s "$first" ] || { echo "the state lies in $bucket: take the file $first away, which would overwrite it" >&2; exit 2; }
  in_bucket -reconfigure
elif [ "$there" = 0 ] || [ -s "$first" ]; then
  printf 'terraform {\n  backend "local" {\n    path = "%s"\n  }\n}\n' "$first" > "$override"
  terraform init -input=false -reconfigure
else
  echo "the bucket $bucket is there, and no state of it: put the file terraform.tfstate of whoever made it here, as $first" >&2
  exit 2
fi

# What was answered before goes first, so that what is given now has the last word.
answers=$TF_DATA_DIR/answers.tfvars.json
if terraform output -json answers > "$answers" 2> /dev/null; then
  set -- "-var-file=$answers" "$@"
fi
set -- "-var=replica_region=$other" "$@"
plan=$TF_DATA_DIR/bootstrap.tfplan
terraform plan -input=false -out="$plan" "$@" -var="name=$name" -var="region=$region"
terraform show -json "$plan" > "$plan.json"
if grep -Eq '"actions":\["(delete|forget|create","delete)' "$plan.json"; then
  echo "refused: this plan would destroy what is there, and nothing was changed" >&2
  exit 3
fi
terraform apply -input=false "$plan"

if [ -e "$override" ]; then
  rm -f "$override"
  in_bucket -migrate-state -force-copy
  terraform output -raw bucket_name > /dev/null
  rm -f "$first" "$first.backup"
fi
terraform output -raw bucket_name
