#!/usr/bin/env bash
# Runs every test of every module. Installs Debian's chromium, redis-server, curl and python3 where they are missing and
# it may, and what some tests use where it is there: other shells, strace, shellcheck, git.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/jdk.sh"
find_jdk

have_chromium() {
  [ -n "${CHROMIUM_PATH:-}${CHROME_PATH:-}" ] || command -v chromium chromium-browser google-chrome > /dev/null
}
missing=()
have_chromium || missing+=(chromium)
for tool in redis-server curl python3; do
  command -v "$tool" > /dev/null || missing+=("$tool")
done
useful=()
for tool in busybox strace zsh fish shellcheck git; do
  command -v "$tool" > /dev/null || useful+=("$tool")
done
may_install=
if [ "$(id -u)" -eq 0 ] && command -v apt-get > /dev/null; then
  may_install=1
fi
if [ "${#missing[@]}" -gt 0 ] || { [ -n "$may_install" ] && [ "${#useful[@]}" -gt 0 ]; }; then
  if [ -z "$may_install" ]; then
    echo "The tests need ${missing[*]} on the PATH; install them, then run this again." >&2
    exit 69
  fi
  echo "Installing ${missing[*]} ${useful[*]} for the tests ..." >&2
  # The tests start servers of their own: the package shall not start one, nor leave one enabled.
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
    # Only what was made here is taken away again; a machine's own policy stays.
    made_policy=$policy
    trap 'rm -f "$made_policy"' EXIT
  fi
  install() {
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" > /dev/null
  }
  # Without the useful ones some tests are skipped, which is no reason to run none.
  if [ "${#missing[@]}" -gt 0 ]; then
    apt-get update -qq
    install "${missing[@]}"
  else
    apt-get update -qq || true
  fi
  for tool in "${useful[@]}"; do
    install "$tool" || echo "Tests that use $tool are skipped." >&2
  done
  if [ -n "${made_policy:-}" ]; then
    rm -f "$made_policy"
    trap - EXIT
  fi
fi

cd "$here/.."
maven verify "$@"
