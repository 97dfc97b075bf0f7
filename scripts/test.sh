#!/usr/bin/env bash
# Sets up and runs every test; the last line counts them: "N passed, N failed".
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

case "${1:-}" in
  -h | --help)
    cat <<'HELP'
Usage: scripts/test.sh [--help]

Installs what is missing (npm packages, the local AWS, cfn-lint and moto in virtual environments under
.local/), bundles, and runs all tests: units, portals, templates, structure, the local AWS and its parts,
processes, short settings of the long runs, and end to end. Uses ports and folders of its own, so a running
scripts/start.sh is not disturbed.
The last line is "N passed, N failed"; the exit code is 0 only when nothing failed.

One level alone: npm run test:unit | test:portals | test:templates | test:structure | test:local | test:runs | test:e2e
HELP
    exit 0 ;;
  "") ;;
  *) echo "test.sh: unknown argument '$1'; see --help" >&2; exit 2 ;;
esac

# shellcheck source=scripts/prerequisites.sh
source scripts/prerequisites.sh
require_node
require_python
require_command git "https://git-scm.com/downloads"
install_packages

export AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true # Node.js 20 is our floor; said once in the README
exec node --import tsx scripts/test-suite.ts
