#!/usr/bin/env bash
# Runs every test of every module. Installs Debian's chromium and redis-server where they are missing and it may.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/jdk.sh"
find_jdk

have_chromium() {
  [ -n "${CHROMIUM_PATH:-}${CHROME_PATH:-}" ] || command -v chromium chromium-browser google-chrome > /dev/null
}
missing=()
have_chromium || missing+=(chromium)
command -v redis-server > /dev/null || missing+=(redis-server)
if [ "${#missing[@]}" -gt 0 ]; then
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get > /dev/null; then
    echo "The tests need ${missing[*]} on the PATH; install them, then run this again." >&2
    exit 69
  fi
  echo "Installing ${missing[*]} for the tests ..." >&2
  # The tests start servers of their own: the package shall not start one, nor leave one enabled.
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
    # Only what was made here is taken away again; a machine's own policy stays.
    made_policy=$policy
    trap 'rm -f "$made_policy"' EXIT
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
  if [ -n "${made_policy:-}" ]; then
    rm -f "$made_policy"
    trap - EXIT
  fi
fi

cd "$here/.."
maven verify "$@"
