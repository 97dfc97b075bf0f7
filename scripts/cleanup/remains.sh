# Sourced by cleanup.sh: what stacks leave behind on purpose or unknowingly. Found by tag, not by the stacks, so
# that a second run after an interruption finds it as well.
# shellcheck shell=bash disable=SC2154 # options and what was found come from cleanup.sh and its other parts

tagged() { # tag filter
  aws resourcegroupstaggingapi get-resources --tag-filters "$1" \
    --query 'ResourceTagMappingList[].ResourceARN' --output text | tr '\t' '\n' | sed '/^None$/d;/^$/d'
}

# Sets `remains`: ARNs of tables, user pools and buckets of the deployment.
find_remains() {
  local answer arn
  remains=()
  answer=$(tagged "Key=application,Values=$prefix") || fail 'resources could not be looked for by tag; see above'
  while IFS= read -r arn; do
    case "$arn" in
      arn:*:dynamodb:*:table/* | arn:*:cognito-idp:*:userpool/* | arn:*:s3:::*) remains+=("$arn") ;;
    esac
  done <<<"$answer"
}

delete_remains() {
  local arn
  for arn in ${remains[@]+"${remains[@]}"}; do
    # The tag index lags behind by minutes: what is gone already is no failure.
    case "$arn" in
      arn:*:dynamodb:*)
        aws dynamodb describe-table --table-name "${arn##*:table/}" >/dev/null 2>&1 || continue
        aws dynamodb update-table --table-name "${arn##*:table/}" --no-deletion-protection-enabled >/dev/null || true
        aws dynamodb delete-table --table-name "${arn##*:table/}" >/dev/null || continue
        ;;
      arn:*:cognito-idp:*)
        aws cognito-idp describe-user-pool --user-pool-id "${arn##*/}" >/dev/null 2>&1 || continue
        aws cognito-idp update-user-pool --user-pool-id "${arn##*/}" --deletion-protection INACTIVE >/dev/null || true
        aws cognito-idp delete-user-pool --user-pool-id "${arn##*/}" || continue
        ;;
      arn:*:s3:::*)
        aws s3api head-bucket --bucket "${arn##*:}" >/dev/null 2>&1 || continue
        aws s3 rb "s3://${arn##*:}" --force >/dev/null || continue
        ;;
    esac
    removed+=("$arn")
  done
}

# Groups that AWS services make by themselves, and any of ours that a stack left.
delete_logs() {
  local start group
  local starts=("/$prefix/" "/tenants/tenant-" "/aws/vendedlogs/states/$prefix-"
    /aws/ecs/containerinsights/basic/ /aws/ecs/containerinsights/advanced/ /aws/ecs/containerinsights/tenant-)
  for group in ${gateways[@]+"${gateways[@]}"}; do starts+=("API-Gateway-Execution-Logs_$group/"); done
  for start in "${starts[@]}"; do
    while IFS= read -r group; do
      [ -n "$group" ] || continue
      if aws logs delete-log-group --log-group-name "$group"; then removed+=("log group $group"); fi
    done < <(aws logs describe-log-groups --log-group-name-prefix "$start" --query 'logGroups[].logGroupName' \
      --output text | tr '\t' '\n' | sed '/^None$/d')
  done
}

delete_images() {
  local service found=0
  for service in "${services[@]}"; do
    aws ecr describe-repositories --repository-names "$repository/$service" >/dev/null 2>&1 || continue
    found=$((found + 1))
    if aws ecr delete-repository --repository-name "$repository/$service" --force >/dev/null; then
      removed+=("images $repository/$service")
    fi
  done
  [ "$found" -gt 0 ] ||
    echo "there are no images in ${services[*]/#/$repository/}; those of another name go by --repository"
}

# Says what was removed and asks AWS, once more, what is left.
report() {
  local item left=() of_tenants=()
  echo
  echo "removed: ${#removed[@]}"
  for item in ${removed[@]+"${removed[@]}"}; do echo "  $item"; done
  find_remains
  for item in ${remains[@]+"${remains[@]}"}; do
    if still_there "$item"; then left+=("$item"); fi
  done
  while IFS= read -r item; do
    # A task definition cannot be deleted at once, costs nothing and keeps its tags.
    case "$item" in '' | *:task-definition/*) ;; *) of_tenants+=("$item") ;; esac
  done < <(tagged 'Key=tenantId' || true)
  echo "left: ${#left[@]}"
  for item in ${left[@]+"${left[@]}"}; do echo "  $item"; done
  [ "$keep_images" = no ] || echo "images ${services[*]/#/$repository/} stay, as asked"
  echo "the CDK's bootstrap stack stays: other applications may use it"
  if [ ${#of_tenants[@]} -gt 0 ]; then
    echo 'still listed with the tag of a tenant (the list lags behind by some minutes; look again later):'
    for item in "${of_tenants[@]}"; do echo "  $item"; done
  fi
  [ ${#left[@]} -eq 0 ] || fail 'some things are left: remove what holds them, then run this again'
}

still_there() { # arn
  case "$1" in
    arn:*:dynamodb:*)
      [ "$(aws dynamodb describe-table --table-name "${1##*:table/}" --query Table.TableStatus --output text 2>/dev/null)" != DELETING ] &&
        aws dynamodb describe-table --table-name "${1##*:table/}" >/dev/null 2>&1
      ;;
    arn:*:cognito-idp:*) aws cognito-idp describe-user-pool --user-pool-id "${1##*/}" >/dev/null 2>&1 ;;
    arn:*:s3:::*) aws s3api head-bucket --bucket "${1##*:}" >/dev/null 2>&1 ;;
  esac
}
