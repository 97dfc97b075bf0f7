# Sourced by cleanup.sh: offboards every tenant by the event that the admin API would publish.
# An administrator of the account may have no operator's password, and needs none.
# shellcheck shell=bash disable=SC2154 # options and what was found come from cleanup.sh and its other parts

# Seconds between looks at the registry.
readonly TENANTS_POLL=10

# Runs a query on the registry's list index; one line an item, attributes separated by tabs.
list_registry() { # list, filter, attributes
  aws dynamodb query --table-name "$registry_table" --index-name list \
    --key-condition-expression 'listPk = :list' --filter-expression "$2" \
    --expression-attribute-values "{\":list\":{\"S\":\"$1\"},\":yes\":{\"BOOL\":true}}" \
    --query "Items[].[$3]" --output text
}

# Sets `tenants`: of each that is not deleted, registration id, tenant id, status and the state of its offboarding.
find_tenants() {
  local answer line
  local attributes='tenantRegistrationId.S,tenantId.S,registrationStatus.S,offboarding.M.state.S'
  tenants=()
  is_present controlplane-stack || return 0
  registry_table=$(stack_output controlplane-stack RegistryTableName)
  # Without the registry nobody knows which tenants there are: that is not the same as none.
  [ -n "$registry_table" ] || fail 'controlplane-stack does not say where its registry is'
  answer=$(list_registry REGISTRATION 'sbtaws_active = :yes' "$attributes") ||
    fail "the registry $registry_table could not be read; see above"
  while IFS= read -r line; do
    if [ -n "$line" ] && [ "$line" != None ]; then tenants+=("$line"); fi
  done <<<"$answer"
}

# Prints how many of the tenants wait for the end of their retention period.
count_waiting() {
  local tenant count=0
  for tenant in ${tenants[@]+"${tenants[@]}"}; do
    [ "${tenant##*$'\t'}" != waiting ] || count=$((count + 1))
  done
  echo "$count"
}

# Ends the retention period of a tenant, whose execution holds the tenant's lock and would keep it for days. Another
# execution takes the lock over from one that was stopped. The error is the one of an operation that another has
# replaced: the application plane reports no failure of it.
end_retention() { # tenant id
  local key holder operation execution answer
  key="{\"pk\":{\"S\":\"TENANT#$1\"},\"sk\":{\"S\":\"LOCK\"}}"
  holder=$(aws dynamodb get-item --table-name "$registry_table" --key "$key" --consistent-read \
    --query 'Item.[operation.S,executionArn.S]' --output text) || fail "the lock of tenant $1 could not be read; see above"
  IFS=$'\t' read -r operation execution <<<"$holder"
  [ "$operation" = offboarding ] || return 0
  answer=$(aws stepfunctions stop-execution --execution-arn "$execution" --error OperationSupersededError \
    --cause 'cleanup.sh ended the retention period, to remove the tenant at once' 2>&1) ||
    [ "$(aws stepfunctions describe-execution --execution-arn "$execution" --query status --output text)" != RUNNING ] ||
    fail "the execution $execution, which keeps the data of tenant $1, could not be stopped: $answer"
  echo "ended the retention period of tenant $1"
}

# Forgets that an offboarding was cancelled, as the admin API does when it is ordered again: until then the workflow
# removes nothing.
forget_cancellation() { # registration id
  aws dynamodb update-item --table-name "$registry_table" \
    --key "{\"pk\":{\"S\":\"REGISTRATION#$1\"},\"sk\":{\"S\":\"REGISTRATION\"}}" \
    --update-expression 'REMOVE offboarding' --condition-expression 'attribute_exists(pk)' ||
    fail "registration $1 could not be written; see above"
}

request_offboarding() { # registration id, tenant id, state of the offboarding
  local detail leaving entry failed
  # Both become part of JSON as they are: our ids and SBT's have no other characters.
  [[ "$1$2" =~ ^[A-Za-z0-9_-]+$ ]] || fail "registration \"$1\" has an id that no control plane of ours gave"
  case "$3" in
    waiting) end_retention "$2" ;;
    cancelled) forget_cancellation "$1" ;;
  esac
  # Now, without export: what keeps data longer goes as well.
  leaving="{\\\"retainUntil\\\":\\\"$(date -u +%Y-%m-%dT%H:%M:%SZ)\\\",\\\"exportFirst\\\":false}"
  detail="{\\\"tenantRegistrationId\\\":\\\"$1\\\",\\\"tenantId\\\":\\\"$2\\\",\\\"sbtaws_active\\\":true,\\\"offboarding\\\":$leaving}"
  entry="[{\"EventBusName\":\"$bus\",\"Source\":\"$event_source\",\"DetailType\":\"$detail_type\",\"Detail\":\"$detail\"}]"
  failed=$(aws events put-events --entries "$entry" --query FailedEntryCount --output text) ||
    fail 'the request to offboard could not be published; see above'
  [ "$failed" = 0 ] || fail "the bus $bus did not take the request to offboard $2"
}

# Asks the application plane to remove each tenant, and waits until the registry says that all are deleted.
offboard_tenants() {
  local tenant registration_id tenant_id status offboarding began=$SECONDS
  [ ${#tenants[@]} -gt 0 ] || return 0
  bus=$(stack_output controlplane-stack eventBridgeArn)
  event_source=$(stack_output controlplane-stack ControlPlaneEventSource)
  detail_type=$(stack_output controlplane-stack OffboardingRequestDetailType)
  for tenant in "${tenants[@]}"; do
    IFS=$'\t' read -r registration_id tenant_id status offboarding <<<"$tenant"
    request_offboarding "$registration_id" "$tenant_id" "$offboarding"
  done
  echo "asked to offboard ${#tenants[@]} tenants"
  while find_tenants && [ ${#tenants[@]} -gt 0 ]; do
    if [ $((SECONDS - began)) -ge $((timeout_minutes * 60)) ]; then
      {
        echo "not gone after $timeout_minutes min:"
        for tenant in "${tenants[@]}"; do
          IFS=$'\t' read -r registration_id tenant_id status offboarding <<<"$tenant"
          echo "  registration $registration_id, tenant $tenant_id: $status"
        done
      } >&2
      fail 'nothing was removed: deleting the stacks would leave the resources of these tenants without an owner. Look at their executions (scripts/saas execution list), then run this again'
    fi
    # One that was ordered a moment before had not begun to wait yet.
    for tenant in "${tenants[@]}"; do
      IFS=$'\t' read -r registration_id tenant_id status offboarding <<<"$tenant"
      [ "$offboarding" != waiting ] || request_offboarding "$registration_id" "$tenant_id" "$offboarding"
    done
    echo "  ${#tenants[@]} tenants left after $((SECONDS - began)) s"
    sleep "$TENANTS_POLL"
  done
  echo "all tenants are gone after $((SECONDS - began)) s"
}
