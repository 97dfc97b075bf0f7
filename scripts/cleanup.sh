#!/usr/bin/env bash
# Removes what the product has made in an AWS account: tenants first, then the stacks and what they leave.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

usage() {
  cat <<'HELP'
Usage: scripts/cleanup.sh [options]

Offboards every tenant, at once and without an export, also one whose retention period has not ended, and waits
until all are gone; then deletes the five stacks, and the tables, user pools, buckets, images and logs that stacks
leave behind. Says what it found, what it removed and what is left. Stops before it deletes anything when a tenant
is not gone in time. Run again, it goes on where it stopped.

  --profile NAME     AWS CLI profile
  --region REGION    AWS region (default: the one of the profile or environment)
  --prefix NAME      the prefix of the deployment (default ecs-saas)
  --timeout MINUTES  how long to wait for tenants (default 30)
  --repository NAME  what the names of the images' repositories begin with (default ecs-saas, whatever the prefix)
  --keep-images      leave the images in ECR
  --yes              do not ask before removing
  --help             this text

Needs Node.js 20 or newer and the AWS CLI with an administrator's credentials.
HELP
}

# shellcheck source=scripts/prerequisites.sh
source scripts/prerequisites.sh
# shellcheck source=scripts/aws-session.sh
source scripts/aws-session.sh
# shellcheck source=scripts/services.sh
source scripts/services.sh

profile=''
region=''
prefix=ecs-saas
repository=ecs-saas
timeout_minutes=30
keep_images=no
approved=no

while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help) usage; exit 0 ;;
    --yes) approved=yes; shift ;;
    --keep-images) keep_images=yes; shift ;;
    --profile | --region | --prefix | --repository | --timeout)
      [ $# -ge 2 ] && [ -n "$2" ] || misused "$1 needs a value"
      case "$1" in
        --profile) profile=$2 ;;
        --region) region=$2 ;;
        --prefix) prefix=$2 ;;
        --repository) repository=$2 ;;
        --timeout)
          [[ $2 =~ ^[0-9]+$ ]] || misused '--timeout needs a number of minutes'
          timeout_minutes=$2
          ;;
      esac
      shift 2
      ;;
    *) misused "unknown option $1 (see --help)" ;;
  esac
done

# In the order in which they can go: each after those that use it.
stacks=(coreappplane-stack tenant-template-advanced tenant-template-basic shared-infra-stack controlplane-stack)

# shellcheck source=scripts/cleanup/tenants.sh
source scripts/cleanup/tenants.sh
# shellcheck source=scripts/cleanup/stacks.sh
source scripts/cleanup/stacks.sh
# shellcheck source=scripts/cleanup/remains.sh
source scripts/cleanup/remains.sh

require_node
choose_session "$profile" "$region"
require_session

find_stacks
find_tenants
find_remains
echo "Account $account, region $region"
echo "  tenants: ${#tenants[@]}"
waiting=$(count_waiting)
[ "$waiting" -eq 0 ] || echo "  of these in their retention period, in which they can still be brought back: $waiting"
echo "  stacks: ${present[*]:-none}"
echo "  tables, user pools and buckets: ${#remains[@]}"
if [ ${#present[@]} -eq 0 ] && [ ${#remains[@]} -eq 0 ]; then
  echo 'No stacks and no data are here; logs and images are looked for all the same.'
fi
confirm 'Remove all of it, with all data of all tenants?' "$approved"

offboard_tenants
note_gateways
delete_stacks
find_remains
delete_remains
delete_logs
[ "$keep_images" = yes ] || delete_images
report
