#!/usr/bin/env bash
# Builds what is missing or older than its sources, then runs Gripe. Arguments go to Gripe (--help lists them).
# With GRIPE_BUILT set nothing is built: that is how the build itself runs Gripe for the browser tests.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
. "$here/jdk.sh"
find_jdk

jar=$root/backend/target/gripe.jar
cache=$root/backend/target/gripe-$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$JAVA_HOME/release").aot
# The JVM's own log is off: what it says of a cache that does not fit is of no use to anybody. What loading the model
# leaves free in native memory goes back to the system: 55 MB less of 380. A JDK that cannot do so ignores it.
switches=(-Xms64m -Xmx512m -XX:+UseSerialGC -Xlog:disable -XX:+IgnoreUnrecognizedVMOptions -XX:TrimNativeHeapInterval=5000
  --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED)

stale() {
  [ ! -f "$jar" ] || [ -n "$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/{embeddings,backend}/src/main "$root"/frontend \
    \( -name node_modules -o -name target \) -prune -o -type f -newer "$jar" -print -quit)" ]
}

build() {
  local log
  echo "Building Gripe, a minute or two the first time ..." >&2
  log=$(mktemp)
  if ! (cd "$root" && maven -q -DskipTests package) > "$log" 2>&1; then
    cat "$log" >&2
    exit 70
  fi
  rm -f "$log"
  touch "$jar"
}

# A run on data of its own, from which a JDK of 25 or newer learns to start Gripe in half the time. It may fail:
# then Gripe starts without.
learn() {
  local scratch pid waited=0
  echo "Learning to start quickly, once after a build ..." >&2
  scratch=$(mktemp -d)
  env -i PATH="$PATH" HOME="$HOME" GRIPE_DATA="$scratch/data" GRIPE_PORT=0 \
    "$JAVA_HOME/bin/java" "${switches[@]}" -XX:AOTCacheOutput="$scratch/aot" -jar "$jar" > "$scratch/out" 2>&1 &
  pid=$!
  trap 'kill "$pid" 2> /dev/null || true' EXIT
  until grep -q '^Gripe is ready' "$scratch/out" || [ "$waited" -ge 600 ] || ! kill -0 "$pid" 2> /dev/null; do
    sleep 0.1
    waited=$((waited + 1))
  done
  kill "$pid" 2> /dev/null || true
  wait "$pid" || true
  trap - EXIT
  rm -f "$root"/backend/target/gripe-*.aot
  mv -f "$scratch/aot" "$cache" 2> /dev/null || true
  rm -rf "$scratch"
}

if [ -z "${GRIPE_BUILT:-}" ]; then
  if stale; then
    build
  fi
  if [ "$JAVA_VERSION_FOUND" -ge 25 ] && [ ! "$cache" -nt "$jar" ]; then
    learn
  fi
fi
if [ "$cache" -nt "$jar" ]; then
  switches+=(-XX:AOTCache="$cache")
fi

# More switches for the JVM, such as one for more memory: of two of a kind the last counts.
# shellcheck disable=SC2086
exec "$JAVA_HOME/bin/java" "${switches[@]}" ${GRIPE_JAVA_OPTIONS:-} -jar "$jar" "$@"
