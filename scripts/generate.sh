#!/usr/bin/env bash
# Generates net/pb from net/*.proto below the folder given, or with --check
# compares what it would generate with what is there. The version of protoc
# that a generated file names is not compared: systems ship different ones.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=${TOOLS:-$PWD/build/tools}
mkdir -p "$tools"

GOBIN=$tools go install google.golang.org/protobuf/cmd/protoc-gen-go
GOBIN=$tools go install "google.golang.org/grpc/cmd/protoc-gen-go-grpc@${PROTOC_GEN_GO_GRPC_VERSION:?}"

generate() {
  protoc --plugin="$tools/protoc-gen-go" --plugin="$tools/protoc-gen-go-grpc" \
    --go_out="$1" --go_opt=module=github.com/livepeer/streamflow \
    --go-grpc_out="$1" --go-grpc_opt=module=github.com/livepeer/streamflow \
    net/*.proto
}

if [ "${1:-}" != --check ]; then
  generate "${1:-.}"
  exit 0
fi

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
generate "$fresh"
if ! diff -r -u -I '^//[[:space:]-]*protoc ' net/pb "$fresh/net/pb"; then
  echo "generate-check: net/pb differs from what net/*.proto gives; run make generate and commit the result" >&2
  exit 1
fi
