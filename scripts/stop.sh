#!/usr/bin/env bash
# Ends exactly what scripts/start.sh began in this clone, also after a crash of it.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

case "${1:-}" in
  -h | --help)
    cat <<'HELP'
Usage: scripts/stop.sh [--help]

Ends the local AWS, the task runner, the portals and every service process that scripts/start.sh of this clone
began, and removes .local/outputs.json. Other clones and other processes are left alone.
Tenants, tables and users are gone with it: state is kept in memory only.
HELP
    exit 0 ;;
  "") ;;
  *) echo "stop.sh: unknown argument '$1'; see --help" >&2; exit 2 ;;
esac

if [ ! -d node_modules/tsx ]; then
  echo "nothing was started here (no packages are installed)"
  exit 0
fi
export AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true # Node.js 20 is our floor; said once in the README
exec node --import tsx scripts/local/stop.ts
