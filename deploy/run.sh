#!/usr/bin/env bash
# Builds what is missing or older than its sources, then runs Gripe. Arguments go to Gripe (--help lists them).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
. "$here/jdk.sh"
find_jdk

jar=$root/backend/target/gripe.jar
stale() {
  [ ! -f "$jar" ] || [ -n "$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/{embeddings,backend}/src/main "$root"/frontend \
    \( -name node_modules -o -name target \) -prune -o -type f -newer "$jar" -print -quit)" ]
}
if stale; then
  echo "Building Gripe, a minute or two the first time ..." >&2
  log=$(mktemp)
  if ! (cd "$root" && maven -q -DskipTests package) > "$log" 2>&1; then
    cat "$log" >&2
    exit 70
  fi
  rm -f "$log"
  touch "$jar"
fi

exec "$JAVA_HOME/bin/java" -Xms64m -Xmx512m -XX:+UseSerialGC \
  --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -jar "$jar" "$@"
