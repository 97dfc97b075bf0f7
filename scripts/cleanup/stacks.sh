# Sourced by cleanup.sh: deletes the stacks.
# shellcheck shell=bash disable=SC2154 # options and what was found come from cleanup.sh and its other parts

# Sets `present`: the stacks that are there, in the order of their deletion. A question that failed is no answer.
find_stacks() {
  local stack answer
  present=()
  for stack in "${stacks[@]}"; do
    if answer=$(aws cloudformation describe-stacks --stack-name "$stack" 2>&1 >/dev/null); then
      present+=("$stack")
    else
      case "$answer" in *'does not exist'*) ;; *) fail "stack $stack: $answer" ;; esac
    fi
  done
}

is_present() { # stack
  local stack
  for stack in ${present[@]+"${present[@]}"}; do [ "$stack" != "$1" ] || return 0; done
  return 1
}

# Prints the physical ids of a stack's resources of one type, one a line.
resources_of() { # stack, type
  aws cloudformation list-stack-resources --stack-name "$1" \
    --query "StackResourceSummaries[?ResourceType=='$2' && ResourceStatus!='DELETE_COMPLETE'].PhysicalResourceId" \
    --output text 2>/dev/null | tr '\t' '\n' | sed '/^None$/d;/^$/d' || true
}

# Sets `gateways`: REST APIs, whose execution logs nobody deletes with them.
note_gateways() {
  local id
  gateways=()
  while IFS= read -r id; do
    if [ -n "$id" ]; then gateways+=("$id"); fi
  done < <(resources_of shared-infra-stack AWS::ApiGateway::RestApi)
}

# A load balancer that is protected would stop the deletion of its stack half way.
unprotect_load_balancers() {
  local arn
  while IFS= read -r arn; do
    [ -n "$arn" ] || continue
    aws elbv2 modify-load-balancer-attributes --load-balancer-arn "$arn" \
      --attributes Key=deletion_protection.enabled,Value=false >/dev/null ||
      fail "the load balancer $arn stays protected; see above"
  done < <(resources_of shared-infra-stack AWS::ElasticLoadBalancingV2::LoadBalancer)
}

# The files of portals come from a build: nothing of them is kept, and a bucket that is not empty would stop the
# deletion of its stack where buckets go with it.
empty_portals() {
  local portal bucket
  for portal in admin app; do
    bucket=$(stack_output shared-infra-stack "${portal}SiteBucket")
    [ -n "$bucket" ] || continue
    aws s3api head-bucket --bucket "$bucket" >/dev/null 2>&1 || continue
    aws s3 rm "s3://$bucket" --recursive --only-show-errors ||
      fail "the portal's bucket $bucket could not be emptied; see above"
  done
}

delete_stacks() {
  local stack started
  removed=()
  [ ${#present[@]} -gt 0 ] || return 0
  unprotect_load_balancers
  empty_portals
  for stack in "${present[@]}"; do
    started=$SECONDS
    echo "deleting $stack ..."
    aws cloudformation delete-stack --stack-name "$stack" || fail "$stack could not be deleted; see above"
    if ! aws cloudformation wait stack-delete-complete --stack-name "$stack"; then
      aws cloudformation describe-stack-events --stack-name "$stack" --output text --query \
        "StackEvents[?ResourceStatus=='DELETE_FAILED'].[LogicalResourceId,ResourceStatusReason]" >&2 || true
      fail "$stack was not deleted, for the reasons above. Remove what holds it, then run this again"
    fi
    removed+=("stack $stack ($((SECONDS - started)) s)")
  done
}
