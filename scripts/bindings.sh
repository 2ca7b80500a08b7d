#!/usr/bin/env bash
# Generates the Go bindings of the compiled contracts below the folder given,
# eth/contracts by default, or with --check compares what it would generate
# with what is there.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=${TOOLS:-$PWD/build/tools}
mkdir -p "$tools"
GOBIN=$tools go install github.com/ethereum/go-ethereum/cmd/abigen

contracts=(
  BondingManager Controller Directory LivepeerToken LivepeerTokenFaucet ManagerProxy Minter Poll PollCreator
  RoundsManager ServiceRegistry TicketBroker
  ILivepeerGovernor # it is the network's: there is the interface alone
  TestGovernor      # for tests
)

generate() {
  local scratch contract name package
  scratch=$(mktemp -d)
  for contract in "${contracts[@]}"; do
    name=${contract#I} # no contract's own name begins with it
    package=$(tr '[:upper:]' '[:lower:]' <<<"$name")
    node -e '
      const [artifact, out] = process.argv.slice(1)
      const { abi, bytecode } = JSON.parse(require("fs").readFileSync(artifact))
      require("fs").writeFileSync(`${out}.abi`, JSON.stringify(abi))
      require("fs").writeFileSync(`${out}.bin`, bytecode.object.slice(2))
    ' "${FOUNDRY_OUT:-contracts/out}/$contract.sol/$contract.json" "$scratch/$contract"
    mkdir -p "$1/$package"
    "$tools/abigen" --v2 --abi "$scratch/$contract.abi" --bin "$scratch/$contract.bin" \
      --pkg "$package" --type "$name" --out "$1/$package/bindings.go"
  done
  gofmt -w "$1"
  rm -r "$scratch"
}

if [ "${1:-}" != --check ]; then
  generate "${1:-eth/contracts}"
  exit 0
fi

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
generate "$fresh"
if ! diff -r -q "$fresh" eth/contracts; then
  echo "bindings: eth/contracts differs from what the compiled contracts give; run make bindings and commit the result" >&2
  exit 1
fi
