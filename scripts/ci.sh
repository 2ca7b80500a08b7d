#!/usr/bin/env bash
# Everything that has to hold before a change lands, one step after the other.
# `make test` and .ci/run call it. Each step says how long it took; the first
# that fails ends the run.
set -euo pipefail
cd "$(dirname "$0")/.."

step() {
  local name=$1 begin=$SECONDS
  shift
  printf '\n=== %s\n' "$name"
  "$@"
  printf '=== %s: ok, %d s\n' "$name" $((SECONDS - begin))
}

step "dependencies"             scripts/install-deps.sh build run browser contracts
step "format"                   make lint-fmt
step "build"                    make build
step "vet"                      make vet
step "generated code"           make generate-check
step "imports between packages" make lint-deps
step "sizes"                    make lint-size
step "sleeping tests"           make lint-sleep
step "lint"                     make lint
step "contracts"                make contracts-test
step "unit tests"               make test-unit
step "end-to-end tests"         make test-e2e
printf '\n=== all ok, %d s\n' "$SECONDS"
