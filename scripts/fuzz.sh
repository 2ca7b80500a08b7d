#!/usr/bin/env bash
# Runs every fuzz target of the module, or of the packages given, one after
# the other: FUZZTIME each (default 10s). Go would spend a minute on making each
# interesting input smaller, which media is too large for: a second has to do.
# Findings stay in the package's testdata/fuzz, to be fixed and kept as a
# regression test.
set -euo pipefail
cd "$(dirname "$0")/.."

fuzztime=${FUZZTIME:-10s}
[ $# -gt 0 ] || set -- ./...

failed=()
count=0
while read -r package; do
  targets=$(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true)
  for target in $targets; do
    count=$((count + 1))
    printf 'fuzz: %s %s for %s\n' "$package" "$target" "$fuzztime"
    go test -run '^$' -fuzz "^$target\$" -fuzztime "$fuzztime" -fuzzminimizetime 1s -parallel "${FUZZPARALLEL:-2}" "$package" ||
      failed+=("$package $target")
  done
done < <(go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' "$@")

if [ ${#failed[@]} -gt 0 ]; then
  printf 'fuzz: finding in %s\n' "${failed[@]}" >&2
  exit 1
fi
printf 'fuzz: %d targets, no finding\n' "$count"
