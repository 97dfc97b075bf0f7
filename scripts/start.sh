#!/usr/bin/env bash
# Starts the whole product on this machine: local AWS, the five stacks, the services, and a demo.
# Everything it makes lives under .local/ (git-ignored); scripts/stop.sh ends it.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

usage() {
  cat <<'HELP'
Usage: scripts/start.sh [--detach] [--no-demo] [--demo-failure] [--port N] [--set NAME=VALUE]... [--help]

Starts the local AWS with IAM enforced, bundles, synthesizes and deploys the five stacks from the
templates that go to AWS, serves both portals, creates the operator "admin", and onboards one tenant
of each tier.

  --detach    return when everything is ready; without it, Ctrl-C stops what was started
  --no-demo   deploy only: no tenants, no traffic
  --demo-failure
              also onboards a tenant that fails, since AWS is told to refuse a call of its workflow; says
              how to mend and replay it
  --port N    port of the local AWS (default 4566); a second clone can run beside with another. The
              portals' ports are 4000 and 5000 above it
  --set NAME=VALUE
              a setting of cdk/config.ts, as encryption.keys=customer or cells.count=2; may be repeated
  --help      this text

Needs Node.js 20 or newer, Python 3.10 or newer (with venv), and git. Addresses and passwords are
written to .local/outputs.json. State is kept in memory: it ends with scripts/stop.sh or a reboot.
HELP
}

for argument in "$@"; do
  case "$argument" in -h | --help) usage; exit 0 ;; esac
done

# shellcheck source=scripts/prerequisites.sh
source scripts/prerequisites.sh
require_node
require_python
require_command git "https://git-scm.com/downloads"
install_packages

export AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true # Node.js 20 is our floor; said once in the README
exec node --import tsx scripts/local/start.ts "$@"
