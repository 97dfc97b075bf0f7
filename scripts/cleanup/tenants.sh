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

# Sets `tenants`: registration id, tenant id and status of each that is not deleted.
find_tenants() {
  local answer line
  tenants=()
  is_present controlplane-stack || return 0
  registry_table=$(stack_output controlplane-stack RegistryTableName)
  # Without the registry nobody knows which tenants there are: that is not the same as none.
  [ -n "$registry_table" ] || fail 'controlplane-stack does not say where its registry is'
  answer=$(list_registry REGISTRATION 'sbtaws_active = :yes' 'tenantRegistrationId.S,tenantId.S,registrationStatus.S') ||
    fail "the registry $registry_table could not be read; see above"
  while IFS= read -r line; do
    if [ -n "$line" ] && [ "$line" != None ]; then tenants+=("$line"); fi
  done <<<"$answer"
}

request_offboarding() { # registration id, tenant id
  local detail leaving entry failed
  # Both become part of JSON as they are: our ids and SBT's have no other characters.
  [[ "$1$2" =~ ^[A-Za-z0-9_-]+$ ]] || fail "registration \"$1\" has an id that no control plane of ours gave"
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
  local registration_id tenant_id status began=$SECONDS
  [ ${#tenants[@]} -gt 0 ] || return 0
  bus=$(stack_output controlplane-stack eventBridgeArn)
  event_source=$(stack_output controlplane-stack ControlPlaneEventSource)
  detail_type=$(stack_output controlplane-stack OffboardingRequestDetailType)
  for tenant in "${tenants[@]}"; do
    IFS=$'\t' read -r registration_id tenant_id status <<<"$tenant"
    request_offboarding "$registration_id" "$tenant_id"
  done
  echo "asked to offboard ${#tenants[@]} tenants"
  while find_tenants && [ ${#tenants[@]} -gt 0 ]; do
    if [ $((SECONDS - began)) -ge $((timeout_minutes * 60)) ]; then
      {
        echo "not gone after $timeout_minutes min:"
        for tenant in "${tenants[@]}"; do
          IFS=$'\t' read -r registration_id tenant_id status <<<"$tenant"
          echo "  registration $registration_id, tenant $tenant_id: $status"
        done
      } >&2
      fail 'nothing was removed: deleting the stacks would leave the resources of these tenants without an owner. Look at their executions (scripts/saas execution list), then run this again'
    fi
    echo "  ${#tenants[@]} tenants left after $((SECONDS - began)) s"
    sleep "$TENANTS_POLL"
  done
  echo "all tenants are gone after $((SECONDS - began)) s"
}
