# Seven targets, nothing hidden:
#
#   make build    bin/atlasctl, static
#   make test     all tests: no network, no credentials, nothing but Go
#   make lint     golangci-lint, at the version pinned in tools/go.mod
#   make golden   rewrite the expected outputs under testdata; review the diff
#   make check    everything that CI runs; needs curl
#   make chaos    the chaos test, 1,000 runs, and as many cases of each property
#                 of plans and documents; RUNS=50 SEED=7 for others
#   make bench    Go benchmarks, start-up time, and a plan of 1,000 connections

.PHONY: build test lint golden check chaos bench

build:
	CGO_ENABLED=0 go build -trimpath -o bin/ ./cmd/atlasctl

test:
	go test ./...

# The first run compiles the linter, which takes minutes; Go caches it.
lint:
	go tool -modfile=tools/go.mod golangci-lint run ./...

golden:
	./scripts/golden.sh

# The race detector needs cgo, so it is used where cgo works, and with fewer cases
# of each property: it looks for races, not for cases. The tests of
# tools/policy read files outside of their module, which Go's cache overlooks.
check:
	files=$$(gofmt -l cmd internal pkg scripts tools) && if [ -n "$$files" ]; then echo "gofmt: $$files" >&2; exit 1; fi
	go vet ./...
	CGO_ENABLED=0 GOOS=windows go vet ./...
	CGO_ENABLED=0 GOOS=darwin go vet ./...
	go test -timeout 30m $$(go build -race runtime/cgo 2>/dev/null && echo -race -short) ./...
	$(MAKE) chaos RUNS=50
	go tool -modfile=tools/go.mod golangci-lint run ./...
	go mod tidy -diff
	go -C tools/policy mod tidy -diff
	go -C tools/policy test -count=1 ./...
	./scripts/golden.sh --check
	./scripts/seed-curl.sh

# Its processes wait more than they work, so many can run at a time.
RUNS ?= 1000
SEED ?= 1
chaos:
	ATLASCTL_CHAOS=$(RUNS) ATLASCTL_CHAOS_SEED=$(SEED) go test -count=1 -timeout 1h -parallel 8 -run '^TestChaos$$' ./cmd/atlasctl
	go test -count=1 -timeout 1h ./pkg/plan ./pkg/spec -rapid.checks=$(RUNS) -rapid.seed=$(SEED)

bench:
	go test -run '^$$' -bench . -benchmem ./...
	go run ./scripts/bench
