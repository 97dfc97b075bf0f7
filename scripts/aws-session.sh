# Sourced by the scripts that work on an AWS account, after prerequisites.sh.
# shellcheck shell=bash

export AWS_PAGER=''

# Makes the AWS CLI and the CDK use this profile and region; empty ones leave what the environment says.
choose_session() { # profile, region
  if [ -n "$1" ]; then export AWS_PROFILE=$1; fi
  if [ -n "$2" ]; then export AWS_REGION=$2 AWS_DEFAULT_REGION=$2; fi
}

# Sets `account` and `region`, or says how to get credentials.
require_session() {
  require_command aws 'https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html'
  account=$(aws sts get-caller-identity --query Account --output text 2>&1) ||
    fail "no valid AWS credentials: sign in, or choose with --profile ($account)"
  region=${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}
  [ -n "$region" ] || fail 'no AWS region: give --region'
  export AWS_REGION=$region AWS_DEFAULT_REGION=$region
}

# Asks for a yes, unless it was given on the command line.
confirm() { # question, given
  local answer=''
  [ "$2" != yes ] || return 0
  [ -t 0 ] || fail 'nobody to ask: give --yes'
  read -r -p "$1 [y/N] " answer
  case "$answer" in [yY] | [yY][eE][sS]) ;; *) fail 'nothing was done' ;; esac
}

# Prints an output of a stack; nothing when there is no such stack or output.
stack_output() { # stack, output
  local value
  value=$(aws cloudformation describe-stacks --stack-name "$1" \
    --query "Stacks[0].Outputs[?OutputKey=='$2'].OutputValue | [0]" --output text 2>/dev/null) || return 0
  [ "$value" = None ] || printf '%s' "$value"
}
