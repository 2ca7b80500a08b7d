# `make help` lists the targets. Two of them are all that a newcomer needs:
# `make run` and `make test`; both install what is missing first.

SHELL      := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS  += --no-print-directory

TOOLS      := $(CURDIR)/build/tools
PACKAGES   ?= ./...
FUZZTIME   ?= 10s
ROUNDS     ?= 5

# Tools that are not part of the module are pinned here; protoc-gen-go has the
# version of the protobuf library in go.mod.
GOLANGCI_LINT_VERSION      := v2.15.0
PROTOC_GEN_GO_GRPC_VERSION := v1.6.2

GOLANGCI_LINT := $(TOOLS)/golangci-lint-$(GOLANGCI_LINT_VERSION)

.PHONY: help
help: ## show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- build and run -----------------------------------------------------------

.PHONY: deps
deps: ## install what a build needs from the operating system, if it is missing
	@scripts/install-deps.sh build

.PHONY: build
build: deps ## build bin/livepeer and the other commands
	@mkdir -p bin
	go build -o bin/ ./cmd/...

.PHONY: run
run: build ## run an all-in-one node with a generated live stream, and print where to watch it
	@scripts/install-deps.sh run
	@scripts/demo.sh

# --- tests -------------------------------------------------------------------

.PHONY: test
test: ## everything that CI runs: build, checks, unit tests with the race detector, end-to-end tests
	@scripts/ci.sh

.PHONY: test-unit
test-unit: ## unit tests with the race detector (PACKAGES=./core/... for some)
	@scripts/install-deps.sh build run
	go test -race -timeout 15m $(PACKAGES)

.PHONY: test-e2e
test-e2e: build ## end-to-end tests: real processes, the ffmpeg command line, a browser, another chain (E2E=-run=Name for some)
	@scripts/install-deps.sh run browser contracts
	LIVEPEER_BIN=$(CURDIR)/bin/livepeer go test -tags e2e -count 1 -timeout 15m $(E2E) ./test/e2e/...

.PHONY: test-asan
test-asan: deps ## tests of the media engine with its C code under the address sanitizer
	@scripts/install-deps.sh run
	ASAN_OPTIONS=detect_leaks=0:quarantine_size_mb=16 go test -asan -count 1 -timeout 30m ./ffmpeg/...

.PHONY: fuzz
fuzz: deps ## every fuzz target for FUZZTIME each (10s; FUZZTIME=10m for a long run)
	FUZZTIME=$(FUZZTIME) scripts/fuzz.sh $(PACKAGES)

.PHONY: bench
bench: build ## the benchmarks of doc/benchmarks.md, ROUNDS rounds each (5)
	@scripts/install-deps.sh run
	bin/livepeer_bench transcode -rounds $(ROUNDS)
	bin/livepeer_bench push
	bin/livepeer_bench idle

# --- contracts ---------------------------------------------------------------

FORGE := node_modules/.bin/forge

.PHONY: contracts
contracts: ## compile the contracts
	@scripts/install-deps.sh contracts
	cd contracts && $(FORGE) build

.PHONY: contracts-test
contracts-test: contracts ## tests of the contracts: format, interface of the deployed ones, unit and fuzz tests, gas
	cd contracts && $(FORGE) fmt --check
	contracts/tools/check-abi.js
	@TOOLS=$(TOOLS) scripts/bindings.sh --check
	cd contracts && $(FORGE) test
	cd contracts && $(FORGE) snapshot --no-match-test '(fuzz|invariant)' --check

.PHONY: contracts-deep
contracts-deep: contracts ## fuzz tests and random sequences of the contracts, many more than contracts-test runs
	cd contracts && FOUNDRY_PROFILE=deep $(FORGE) test --match-test '(fuzz|invariant)'

.PHONY: contracts-snapshot
contracts-snapshot: contracts ## write contracts/.gas-snapshot anew, after a change that was meant
	cd contracts && $(FORGE) fmt
	cd contracts && $(FORGE) snapshot --no-match-test '(fuzz|invariant)'

.PHONY: bindings
bindings: contracts ## generate the Go bindings of the contracts, eth/contracts
	@TOOLS=$(TOOLS) scripts/bindings.sh

# --- checks ------------------------------------------------------------------

.PHONY: vet
vet: deps
	go vet ./...
	go vet -tags e2e ./test/...

.PHONY: lint
lint: deps $(GOLANGCI_LINT) ## golangci-lint with .golangci.yml
	$(GOLANGCI_LINT) run $(PACKAGES)

$(GOLANGCI_LINT):
	@echo "lint: building golangci-lint $(GOLANGCI_LINT_VERSION), once"
	@mkdir -p $(TOOLS)
	@GOBIN=$(TOOLS) go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT_VERSION)
	@mv $(TOOLS)/golangci-lint $@

.PHONY: lint-deps
lint-deps: ## who imports whom: the layers of the tree and the packages that one place alone sees
	go run ./scripts/lintdeps

.PHONY: lint-size
lint-size: ## files and functions that are too long to read
	go run ./scripts/lintsize

.PHONY: lint-sleep
lint-sleep: ## tests that sleep outside a synctest bubble
	@files=$$(git ls-files --cached --others --exclude-standard '*_test.go' | xargs -r grep -l 'time\.Sleep(' | xargs -r grep -L '"testing/synctest"' || true); \
	if [ -n "$$files" ]; then echo "these tests sleep; wait for what they mean, or use testing/synctest:"; echo "$$files"; exit 1; fi

.PHONY: lint-fmt
lint-fmt: ## files that gofmt would change
	@files=$$(git ls-files --cached --others --exclude-standard '*.go' | xargs -r gofmt -l); \
	if [ -n "$$files" ]; then echo "not formatted, run make fmt:"; echo "$$files"; exit 1; fi

.PHONY: fmt
fmt: ## format all Go files
	gofmt -w $$(git ls-files --cached --others --exclude-standard '*.go')

# --- generated code ----------------------------------------------------------

.PHONY: generate
generate: ## regenerate net/pb from net/*.proto and doc/config.md from the flags
	@scripts/install-deps.sh generate
	@PROTOC_GEN_GO_GRPC_VERSION=$(PROTOC_GEN_GO_GRPC_VERSION) TOOLS=$(TOOLS) scripts/generate.sh .
	@UPDATE_DOC=1 go test -count 1 -run TestConfigDocIsFresh ./cmd/livepeer

.PHONY: generate-check
generate-check: ## fail when net/pb is not what net/*.proto gives
	@scripts/install-deps.sh generate
	@PROTOC_GEN_GO_GRPC_VERSION=$(PROTOC_GEN_GO_GRPC_VERSION) TOOLS=$(TOOLS) scripts/generate.sh --check

.PHONY: clean
clean: ## remove what was built, and the demo's data
	rm -rf bin build contracts/out contracts/cache
