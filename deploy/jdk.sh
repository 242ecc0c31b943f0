# Sourced: sets JAVA_HOME to the newest JDK of 21 or later in the usual places, or says that there is none.

java_version() {
  [ -x "$1/bin/javac" ] && sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

find_jdk() {
  local best=0 home version onpath
  onpath=$(command -v javac || true)
  [ -z "$onpath" ] || onpath=$(dirname "$(dirname "$(readlink -f "$onpath")")")
  for home in "${JAVA_HOME:-}" "$onpath" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*; do
    version=$(java_version "$home" || true)
    if [ -n "$version" ] && [ "$version" -ge 21 ] && [ "$version" -gt "$best" ]; then
      best=$version
      JAVA_HOME=$home
    fi
  done
  if [ "$best" -eq 0 ]; then
    echo "Gripe needs a JDK of 21 or newer, and none was found. Install one, or set JAVA_HOME to it." >&2
    exit 69
  fi
  JAVA_VERSION_FOUND=$best
  export JAVA_HOME
}

# Maven 3.8 itself uses what newer JDKs warn about; those warnings are not about Gripe.
maven() {
  local quiet=""
  if ! command -v mvn > /dev/null; then
    echo "Gripe is built by Maven 3.8 or newer, and there is no mvn on the PATH." >&2
    exit 69
  fi
  [ "$JAVA_VERSION_FOUND" -lt 24 ] || quiet="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
  MAVEN_OPTS="${MAVEN_OPTS:-} $quiet" mvn -B "$@"
}
