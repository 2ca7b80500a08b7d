#!/usr/bin/env bash
# Installs what the project needs from the operating system and is not there
# yet, and says so. Quiet and quick when nothing is missing.
#
#   scripts/install-deps.sh build          what a build needs: a C compiler, FFmpeg's development files
#   scripts/install-deps.sh run            what `make run` needs on top: the ffmpeg command line
#   scripts/install-deps.sh browser        what the browser tests need: Chromium, Node.js, npm packages
#   scripts/install-deps.sh generate       what `make generate` needs: protoc
#   scripts/install-deps.sh contracts      what the contracts need: Node.js, npm packages (forge, solc, OpenZeppelin)
set -euo pipefail
cd "$(dirname "$0")/.."

readonly GO_MINIMUM=1.26
readonly FFMPEG_LIBS=(libavformat libavcodec libavfilter libavutil libswscale libswresample)

say() { printf 'deps: %s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }

check_go() {
  if ! have go; then
    say "Go is missing; install Go $GO_MINIMUM or later from https://go.dev/dl and try again"
    exit 1
  fi
  local version
  version=$(go env GOVERSION)
  version=${version#go}
  if [ "$(printf '%s\n%s\n' "$GO_MINIMUM" "$version" | sort -V | head -n 1)" != "$GO_MINIMUM" ]; then
    say "Go $version is too old; install Go $GO_MINIMUM or later from https://go.dev/dl and try again"
    exit 1
  fi
}

# missing_packages GROUP prints the Debian packages of a group that are not there.
missing_packages() {
  case "$1" in
    build)
      have gcc || echo gcc libc6-dev
      have pkg-config || echo pkg-config
      local lib
      for lib in "${FFMPEG_LIBS[@]}"; do
        pkg-config --exists "$lib" 2>/dev/null || echo "$lib-dev"
      done
      ;;
    run)
      have ffmpeg && have ffprobe || echo ffmpeg
      have curl || echo curl
      ;;
    browser)
      have chromium || echo chromium
      have node || echo nodejs
      have npm || echo npm
      ;;
    contracts)
      have node || echo nodejs
      have npm || echo npm
      ;;
    generate)
      have protoc || echo protobuf-compiler
      ;;
    *)
      say "unknown group $1; use build, run, browser, generate or contracts"
      exit 2
      ;;
  esac
}

apt_install() {
  if ! have apt-get; then
    say "missing: $*"
    say "these are the names of Debian's packages; install what your system calls them, and try again"
    exit 1
  fi
  local sudo=()
  if [ "$(id -u)" -ne 0 ]; then
    have sudo || { say "missing: $*; run as root: apt-get install $*"; exit 1; }
    sudo=(sudo)
  fi
  say "installing with apt-get: $*"
  local log
  log=$(mktemp)
  if ! { "${sudo[@]}" apt-get update && "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null; then
    tail -n 30 "$log" >&2
    say "apt-get could not install $*; its last lines are above, all of them in $log"
    exit 1
  fi
  rm -f "$log"
}

# npm_folder GROUP prints the folder of a group's npm packages, if it has any.
npm_folder() {
  case "$1" in
    browser) echo test/browser ;;
    contracts) echo contracts ;;
  esac
}

# npm_install FOLDER installs what its lock file says. npm leaves
# node_modules/.package-lock.json behind as its record of what it installed.
npm_install() {
  local record="$1/node_modules/.package-lock.json"
  [ -f "$record" ] && [ ! "$1/package-lock.json" -nt "$record" ] && return 0
  say "installing the npm packages of $1"
  (cd "$1" && npm ci --no-audit --no-fund --loglevel=error </dev/null >&2)
}

main() {
  check_go
  local group packages=()
  for group in "$@"; do
    local out
    out=$(missing_packages "$group") || exit $?
    # shellcheck disable=SC2206 # one package per word is meant
    packages+=($out)
  done
  [ ${#packages[@]} -eq 0 ] || apt_install "${packages[@]}"
  for group in "$@"; do
    local folder
    folder=$(npm_folder "$group")
    [ -z "$folder" ] || npm_install "$folder"
  done
}

main "$@"
