#!/usr/bin/env bash
# Kills Gripe, its server and both with -9, again and again, and compares what is left with what was acknowledged.
# Usage: kill-rounds.sh [rounds on each server, 500] [seed]. With GRIPE_TEST_KEYDB_URI on that server too.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/jdk.sh"
find_jdk
cd "$here/.."
maven package -pl backend -am -DskipBrowserTests -Dtest=KillRoundsTest -Dsurefire.failIfNoSpecifiedTests=false \
  -Dgripe.kill.rounds="${1:-500}" ${2:+-Dgripe.kill.seed="$2"}
