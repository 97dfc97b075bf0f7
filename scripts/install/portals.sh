# Sourced by install.sh: fills the portals' buckets from dist/portals, each with the config.json of its deployment.
# shellcheck shell=bash

# Prints what browsers must be told a file is; nothing that a portal has goes up as something else.
content_type() { # file
  case "$1" in
    *.html) echo 'text/html; charset=utf-8' ;;
    *.js) echo 'text/javascript; charset=utf-8' ;;
    *.css) echo 'text/css; charset=utf-8' ;;
    *.json) echo 'application/json; charset=utf-8' ;;
    *.txt) echo 'text/plain; charset=utf-8' ;;
    *.svg) echo 'image/svg+xml' ;;
    *.png) echo 'image/png' ;;
    *.ico) echo 'image/x-icon' ;;
    *.woff2) echo 'font/woff2' ;;
    *.woff) echo 'font/woff' ;;
    *) fail "$1: no content type is known for it (scripts/install/portals.sh)" ;;
  esac
}

upload() { # file, where to, cache-control
  local type
  type=$(content_type "$1")
  aws s3 cp "$1" "$2" --content-type "$type" --cache-control "$3" --only-show-errors ||
    fail "$1 could not be uploaded to $2; see above"
}

# The names of assets have a hash of what is in them: browsers keep them for ever. Those of earlier builds stay, so
# that pages that are open go on. One call a kind of file, not one a file.
upload_assets() { # folder, where to
  local kind type
  while IFS= read -r kind; do
    [ -n "$kind" ] || continue
    type=$(content_type "x.$kind")
    aws s3 cp "$1" "$2" --recursive --exclude '*' --include "*.$kind" --content-type "$type" \
      --cache-control 'public, max-age=31536000, immutable' --only-show-errors ||
      fail "the *.$kind of $1 could not be uploaded to $2; see above"
  done < <(find "$1" -type f | sed 's/.*\.//' | sort -u)
}

install_portal() { # folder of the build, name in the stack's outputs
  local files=dist/portals/$1 bucket distribution config file started=$SECONDS
  [ -f "$files/index.html" ] || fail "the $1 portal is not built: there is no $files/index.html"
  bucket=$(stack_output shared-infra-stack "$2SiteBucket")
  distribution=$(stack_output shared-infra-stack "$2SiteDistribution")
  config=$(stack_output controlplane-stack "$2SiteConfig")
  [ -n "$bucket" ] && [ -n "$distribution" ] && [ -n "$config" ] ||
    fail "the stacks do not say where the $1 portal goes"
  printf '%s\n' "$config" >"$files/config.json"
  echo "uploading the $1 portal ..."
  upload_assets "$files/assets" "s3://$bucket/assets"
  while IFS= read -r file; do
    upload "$file" "s3://$bucket/${file#"$files"/}" no-cache
  done < <(find "$files" -type f ! -path "$files/assets/*" ! -path "$files/index.html" | sort)
  # Last: a page never names a file that is not there yet.
  upload "$files/index.html" "s3://$bucket/index.html" no-cache
  aws cloudfront create-invalidation --distribution-id "$distribution" --paths / /index.html /config.json >/dev/null ||
    fail "CloudFront was not told of the new $1 portal; see above. Run the same command again."
  echo "uploaded the $1 portal in $((SECONDS - started)) s"
}
