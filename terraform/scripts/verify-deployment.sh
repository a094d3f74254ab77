#!/bin/sh
# Checks a system after a deployment: verify-deployment.sh ENVIRONMENT [--stack NAME] [--url ADDRESS]
# Exit code 0: what carries the system is there and works; 1: something is not, each in a line; 2: nothing could be asked.
# Its last lines say what was asked and what was not.
set -eu

exec python3 "$(dirname "$0")/verify_deployment.py" "$@"
