# Six targets, nothing hidden:
#
#   make build    bin/atlasctl, static
#   make test     all tests: no network, no credentials, nothing but Go
#   make lint     golangci-lint, at the version pinned in tools/go.mod
#   make golden   rewrite the expected outputs under testdata; review the diff
#   make check    everything that CI runs; needs curl
#   make bench    Go benchmarks, start-up time, and a plan of 1,000 connections

.PHONY: build test lint golden check bench

build:
	CGO_ENABLED=0 go build -trimpath -o bin/ ./cmd/atlasctl

test:
	go test ./...

# The first run compiles the linter, which takes minutes; Go caches it.
lint:
	go tool -modfile=tools/go.mod golangci-lint run ./...

golden:
	./scripts/golden.sh

# The race detector needs cgo, so it is used where cgo works. The tests of
# tools/policy read files outside of their module, which Go's cache overlooks.
check:
	test -z "$$(gofmt -l cmd pkg scripts tools | tee /dev/stderr)"
	go vet ./...
	CGO_ENABLED=0 GOOS=windows go vet ./...
	CGO_ENABLED=0 GOOS=darwin go vet ./...
	go test $$(go build -race runtime/cgo 2>/dev/null && echo -race) ./...
	go tool -modfile=tools/go.mod golangci-lint run ./...
	go mod tidy -diff
	go -C tools/policy mod tidy -diff
	go -C tools/policy test -count=1 ./...
	./scripts/golden.sh --check
	./scripts/seed-curl.sh

bench:
	go test -run '^$$' -bench . -benchmem ./...
	go run ./scripts/bench
