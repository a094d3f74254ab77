#!/bin/sh
# Checks a system after a deployment: verify-deployment.sh ENVIRONMENT [--stack NAME] [--url ADDRESS]
# Exit code 0: everything that Terraform knows is there and works; 1: something is not, each in a line.
set -eu

exec python3 "$(dirname "$0")/verify_deployment.py" "$@"
