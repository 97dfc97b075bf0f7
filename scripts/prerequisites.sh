# Sourced by the scripts beside it: checks what a machine must have, and says what to install.
# shellcheck shell=bash

fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit 1
}

# Wrong usage: exit code 2, as start.sh, stop.sh and test.sh do.
misused() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit 2
}

require_command() { # name, where to get it
  command -v "$1" >/dev/null 2>&1 || fail "$1 is not installed; get it from $2"
}

require_node() {
  require_command node "https://nodejs.org (version 20 or newer)"
  require_command npm "https://nodejs.org (it comes with Node.js)"
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge 20 ] || fail "Node.js $(node -v) is too old; install version 20 or newer from https://nodejs.org"
}

# Python runs the local AWS. Sets PYTHON to the first interpreter that is new enough.
require_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python3.10 python; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 &&
      "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
      "$candidate" -c 'import venv, ensurepip' 2>/dev/null ||
        fail "$candidate lacks the venv module; install it (Debian and Ubuntu: apt install python3-venv)"
      export PYTHON=$candidate
      return
    fi
  done
  fail "Python 3.10 or newer is not installed; get it from https://www.python.org/downloads"
}

# npm ci, only when the lock file is another than the one last installed.
install_packages() {
  local stamp=node_modules/.installed-lock started
  if ! cmp -s package-lock.json "$stamp"; then
    started=$(date +%s)
    echo "installing packages (npm ci) ..."
    npm ci --no-audit --no-fund --loglevel=error || fail "npm ci failed; see above"
    cp package-lock.json "$stamp"
    echo "installed packages in $(($(date +%s) - started)) s"
  fi
}
