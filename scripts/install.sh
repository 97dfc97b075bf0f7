#!/usr/bin/env bash
# Deploys the five stacks to an AWS account, invites the first operator by e-mail and uploads the portals.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

usage() {
  cat <<'HELP'
Usage: scripts/install.sh <admin_email> [options]

Deploys the five stacks, or brings them up to date, and creates the operator "admin": Cognito sends the
user name and a password for the first sign-in to <admin_email>. Then builds both portals, uploads them with the
configuration of this deployment, and makes CloudFront take them up.

  --profile NAME        AWS CLI profile
  --region REGION       AWS region (default: the one of the profile or environment)
  --image-tag TAG       tag of the services' images (default: the short hash of the git commit)
  --alarm-email EMAIL   mailbox for alarms (default: alarms show in the console only)
  --set NAME=VALUE      another setting of cdk/config.ts, as cells.count=2; may be repeated. Give the same
                        ones at every install: what is left out goes back to its default.
  --yes                 do not ask before deploying
  --help                this text

Needs Node.js 20 or newer, the AWS CLI with credentials that may deploy CloudFormation stacks, an account that
is bootstrapped for the CDK, and the images of the services in ECR (scripts/build-application.sh).
The first install takes about 15 minutes: CloudFront alone takes 5. What it costs is in the README.
HELP
}

# shellcheck source=scripts/prerequisites.sh
source scripts/prerequisites.sh
# shellcheck source=scripts/aws-session.sh
source scripts/aws-session.sh
# shellcheck source=scripts/services.sh
source scripts/services.sh
# shellcheck source=scripts/install/portals.sh
source scripts/install/portals.sh

admin_email=''
profile=''
region=''
image_tag=''
repository=ecs-saas
approved=no
settings=()

while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help) usage; exit 0 ;;
    --yes) approved=yes; shift ;;
    --profile | --region | --image-tag | --alarm-email | --set)
      [ $# -ge 2 ] && [ -n "$2" ] || misused "$1 needs a value"
      case "$1" in
        --profile) profile=$2 ;;
        --region) region=$2 ;;
        --image-tag) image_tag=$2 ;;
        --alarm-email) settings+=(-c "alarmEmail=$2") ;;
        --set)
          [[ $2 == ?*=* ]] || misused "--set needs NAME=VALUE, not \"$2\""
          case "$2" in services.imageRepository=*) repository=${2#*=} ;; esac
          settings+=(-c "$2")
          ;;
      esac
      shift 2
      ;;
    -*) misused "unknown option $1 (see --help)" ;;
    *)
      [ -z "$admin_email" ] || misused "one e-mail address is enough (see --help)"
      admin_email=$1
      shift
      ;;
  esac
done

[ -n "$admin_email" ] || { usage >&2; misused 'give the e-mail address of the first operator'; }
[[ $admin_email =~ ^[^@[:space:]]+@[^@[:space:]]+\.[^@[:space:]]+$ ]] ||
  misused "\"$admin_email\" is not an e-mail address"

# The CDK uploads templates and bundles with the help of its bootstrap stack.
require_bootstrap() {
  aws ssm get-parameter --name /cdk-bootstrap/hnb659fds/version >/dev/null 2>&1 ||
    fail "account $account is not bootstrapped for the CDK in $region: run \"npx cdk bootstrap aws://$account/$region\""
}

# Sets `image_tag` to the commit, unless one was given, and makes sure that all images have it.
require_images() {
  local service answer missing=()
  if [ -z "$image_tag" ]; then
    require_command git 'https://git-scm.com/downloads'
    image_tag=$(git rev-parse --short HEAD 2>/dev/null) || fail 'not a git checkout: give --image-tag'
  fi
  for service in "${services[@]}"; do
    answer=$(aws ecr describe-images --repository-name "$repository/$service" \
      --image-ids "imageTag=$image_tag" 2>&1 >/dev/null) && continue
    case "$answer" in
      *ImageNotFoundException* | *RepositoryNotFoundException*) missing+=("$repository/$service:$image_tag") ;;
      *) fail "image $repository/$service:$image_tag: $answer" ;;
    esac
  done
  [ ${#missing[@]} -eq 0 ] ||
    fail "not in ECR: ${missing[*]}; run \"scripts/build-application.sh --tag $image_tag --region $region\" first"
}

# CloudFormation would make the operator anew to change the address, and fail since the name is taken.
require_same_operator() {
  local pool present
  pool=$(stack_output controlplane-stack ControlPlaneIdpUserPoolId)
  [ -n "$pool" ] || return 0
  present=$(aws cognito-idp admin-get-user --user-pool-id "$pool" --username admin \
    --query "UserAttributes[?Name=='email'].Value | [0]" --output text 2>/dev/null) || return 0
  [ "$present" = "$admin_email" ] ||
    fail "the operator admin has the address $present already: install with that one, or change the operator's address through the admin API"
}

require_node
choose_session "$profile" "$region"
require_session
require_bootstrap
require_images
require_same_operator

echo "Account $account, region $region: five stacks with the images $image_tag, operator admin <$admin_email>."
confirm 'Deploy?' "$approved"

install_packages
echo 'bundling the functions and building the portals ...'
npm run --silent build || fail 'functions and portals could not be built; see above'

started=$(date +%s)
outputs=.local/aws-outputs.json
mkdir -p .local
echo 'deploying ...'
npx cdk deploy --all --require-approval never --outputs-file "$outputs" \
  -c "operatorEmail=$admin_email" -c "services.imageTag=$image_tag" ${settings[@]+"${settings[@]}"} ||
  fail 'the deployment failed; the events of the stack that failed say why. Run the same command again once it is mended.'

install_portal admin admin
install_portal tenant app

cat <<DONE

Deployed in $(($(date +%s) - started)) s.

  Operators' portal      $(stack_output shared-infra-stack adminSiteUrl)
  Tenants' portal        $(stack_output shared-infra-stack appSiteUrl)
  Admin API              $(stack_output controlplane-stack controlPlaneAPIEndpoint)
  Event bus              $(stack_output controlplane-stack eventBridgeArn)
  Operators' user pool   $(stack_output controlplane-stack ControlPlaneIdpUserPoolId)
  Operators' client      $(stack_output controlplane-stack ControlPlaneIdpClientId)
  Tenants' gateway       $(stack_output shared-infra-stack ApiGatewayUrl)

All outputs of all stacks are in $outputs.

What to do next
  1. Read the mail to $admin_email: it has the password of the operator admin.
  2. Sign in:             at the operators' portal, or scripts/saas login --region $region
  3. Onboard a tenant:    scripts/saas tenant onboard --help
  4. Remove everything:   scripts/cleanup.sh --region $region
DONE
