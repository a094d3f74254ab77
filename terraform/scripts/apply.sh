#!/bin/sh
# Applies a plan that was read: apply.sh STACK ENVIRONMENT, for STACK/ENVIRONMENT.tfplan, and checks the system afterwards.
# `terraform apply` does not ask before it applies a saved plan. In production this script does: the name of the environment has to be
# typed, or given in CONFIRM where a pipeline has asked somebody, who has read one plan: PLAN_SHA256 is its digest, and a pipeline always
# gives it. Anything else ends it, and nothing is applied.
set -eu

stack=$1
environment=$2
scripts=$(cd "$(dirname "$0")" && pwd)
root=$scripts/../stacks/$stack
test -f "$root/$environment.tfplan" || { echo "there is no $environment.tfplan in $stack: plan first" >&2; exit 2; }

if [ -n "${CONFIRM:-}${PLAN_SHA256:-}" ]; then
  digest=$(sha256sum "$root/$environment.tfplan" | cut -d ' ' -f 1)
  [ "$digest" = "${PLAN_SHA256:-}" ] || { echo "this is not the plan that was read: nothing was applied" >&2; exit 4; }
fi

if [ "$environment" = production ]; then
  answer=${CONFIRM:-}
  if [ -z "$answer" ]; then
    printf 'Type %s to apply: ' "$environment"
    read -r answer || answer=
  fi
  [ "$answer" = "$environment" ] || { echo "not confirmed: nothing was applied" >&2; exit 3; }
fi

export TF_WORKSPACE="$environment"
terraform -chdir="$root" apply -input=false "$environment.tfplan"
exec "$scripts/verify-deployment.sh" "$environment" --stack "$stack"
