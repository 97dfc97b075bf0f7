#!/usr/bin/env bash
# Builds the images of the sample application's services and pushes them to ECR.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

usage() {
  cat <<'HELP'
Usage: scripts/build-application.sh [options]

Builds an image of each app-services/*/Dockerfile (orders, products, users) and pushes it to the ECR
repository ecs-saas/<service>, which it creates when it is missing (immutable tags, scan on push). A tag
that is there already is not built again.

  --tag TAG           tag of the images (default: the short hash of the git commit)
  --region REGION     AWS region (default: the one of the profile or environment)
  --profile NAME      AWS CLI profile
  --repository NAME   what the repositories' names begin with (default ecs-saas)
  --platform NAME     linux/amd64 (default) or linux/arm64, as services.architecture in cdk/config.ts
  --help              this text

Needs Docker or Podman, the AWS CLI with credentials that may write to ECR, and git unless --tag is given.
CONTAINER_ENGINE=podman chooses when both are installed.
HELP
}

# shellcheck source=scripts/prerequisites.sh
source scripts/prerequisites.sh
# shellcheck source=scripts/services.sh
source scripts/services.sh

tag=''
repository=ecs-saas
platform=linux/amd64
aws_options=()

while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help) usage; exit 0 ;;
    --tag | --region | --profile | --repository | --platform)
      [ $# -ge 2 ] && [ -n "$2" ] || misused "$1 needs a value"
      case "$1" in
        --tag) tag=$2 ;;
        --repository) repository=$2 ;;
        --platform) platform=$2 ;;
        *) aws_options+=("$1" "$2") ;;
      esac
      shift 2
      ;;
    *) misused "unknown option $1 (see --help)" ;;
  esac
done

# AWS CLI without a pager, for the chosen profile and region.
aws_cli() {
  AWS_PAGER='' aws ${aws_options[@]+"${aws_options[@]}"} "$@"
}

# Sets `engine` to what builds images, and makes sure that it answers.
require_engine() {
  local candidate
  engine=''
  for candidate in "${CONTAINER_ENGINE:-}" docker podman; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1; then
      engine=$candidate
      break
    fi
  done
  [ -n "$engine" ] || fail 'neither docker nor podman is installed; get one from https://docs.docker.com/get-docker or https://podman.io'
  "$engine" info >/dev/null 2>&1 || fail "$engine does not answer: start it (\"$engine info\" says what is wrong)"
}

# Sets `account` and `region`.
require_credentials() {
  require_command aws 'https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html'
  account=$(aws_cli sts get-caller-identity --query Account --output text 2>&1) ||
    fail "no valid AWS credentials: sign in, or choose with --profile ($account)"
  local i
  region=''
  for ((i = 0; i < ${#aws_options[@]}; i += 2)); do
    if [ "${aws_options[i]}" = --region ]; then region=${aws_options[i + 1]}; fi
  done
  region=${region:-${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws_cli configure get region || true)}}}
  [ -n "$region" ] || fail 'no AWS region: give --region'
}

# Sets `tag` to the commit, unless one was given. A commit's tag must mean what the commit holds.
choose_tag() {
  if [ -z "$tag" ]; then
    require_command git 'https://git-scm.com/downloads'
    tag=$(git rev-parse --short HEAD 2>/dev/null) || fail 'not a git checkout: give --tag'
    [ -z "$(git status --porcelain -- app-services scripts package.json package-lock.json)" ] ||
      fail 'there are changes that are not committed: commit them, or give --tag'
  fi
  [[ $tag =~ ^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$ ]] || fail "\"$tag\" cannot be the tag of an image"
}

ensure_repository() { # name
  local answer
  if answer=$(aws_cli ecr describe-repositories --repository-names "$1" 2>&1 >/dev/null); then return; fi
  case "$answer" in
    *RepositoryNotFoundException*) ;;
    *) fail "ECR repository $1: $answer" ;;
  esac
  aws_cli ecr create-repository --repository-name "$1" --image-tag-mutability IMMUTABLE \
    --image-scanning-configuration scanOnPush=true >/dev/null || fail "ECR repository $1 could not be created"
  echo "created repository $1"
}

# Tells a missing image from a question that failed.
image_exists() { # repository name
  local answer
  if answer=$(aws_cli ecr describe-images --repository-name "$1" --image-ids "imageTag=$tag" 2>&1 >/dev/null); then
    return 0
  fi
  case "$answer" in
    *ImageNotFoundException*) return 1 ;;
    *) fail "image $1:$tag: $answer" ;;
  esac
}

build_and_push() { # service
  local name=$repository/$1 started
  local uri=$registry/$name:$tag
  uris+=("$uri")
  ensure_repository "$name"
  if image_exists "$name"; then
    echo "$name:$tag is there already"
    return
  fi
  started=$(date +%s)
  echo "building $name:$tag for $platform ..."
  "$engine" build --platform "$platform" --file "app-services/$1/Dockerfile" --tag "$uri" . ||
    fail "the image of $1 could not be built"
  "$engine" push "$uri" || fail "$uri could not be pushed"
  echo "pushed $name:$tag in $(($(date +%s) - started)) s"
}

require_engine
require_credentials
choose_tag

suffix=amazonaws.com
case "$region" in cn-*) suffix=amazonaws.com.cn ;; esac
registry=$account.dkr.ecr.$region.$suffix
aws_options+=(--region "$region")

aws_cli ecr get-login-password | "$engine" login --username AWS --password-stdin "$registry" >/dev/null ||
  fail "$engine could not sign in to $registry"

uris=()
for service in "${services[@]}"; do build_and_push "$service"; done

printf '\nImages:\n'
printf '  %s\n' "${uris[@]}"
context="-c services.imageTag=$tag"
[ "$repository" = ecs-saas ] || context="$context -c services.imageRepository=$repository"
[ "$platform" != linux/arm64 ] || context="$context -c services.architecture=ARM64"
printf '\nDeploy them with:\n  npx cdk deploy --all %s\n' "$context"
