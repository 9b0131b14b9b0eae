# What a person does here. Only Go, git and make are assumed; `deps` brings PostgreSQL.
GO ?= go
TOOL := $(GO) tool -modfile=tools/go.mod

.PHONY: help
help: ## Show this list.
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

.PHONY: deps
deps: ## Install PostgreSQL's programs where they are missing; says what it runs.
	@./tools/deps.sh

.PHONY: build
build: ## Build bin/hromada.
	$(GO) build -o bin/hromada .

.PHONY: demo
demo: deps build ## Serve the real registry with demonstration data on http://127.0.0.1:8080/.
	@exec bin/hromada demo

.PHONY: serve
serve: deps build ## Serve what the database holds.
	@exec bin/hromada serve

.PHONY: test
test: deps ## Run all tests.
	$(GO) test -timeout 20m ./...

.PHONY: race
race: deps ## Look for races where goroutines share memory, with little data; needs a C compiler.
	@# Not those that crawl, count statements or look at plans: they are long, and do what the others do, one at a time.
	$(GO) test -race -short -timeout 15m -skip '^TestCrawler|DoNotGrow|^TestPlans' ./accounts/... ./auth/... ./graph/... ./models/... ./resolvers/...

CRASHES ?= 40
.PHONY: soak
soak: deps ## Kill the server amid changes CRASHES times (40), and look for what was lost; `make test` does so twice.
	HROMADA_SOAK=$(CRASHES) $(GO) test -count=1 -v -timeout 2h -run TestKilledServerLosesNothing .

.PHONY: lint
lint: ## Check form and rules of the code, and known vulnerabilities.
	$(TOOL) golangci-lint run ./...
	./tools/vulnerabilities.sh

.PHONY: generate
generate: ## Make the code that comes from the schema, and format.
	$(GO) tool gqlgen generate
	$(GO) run . schema --against graph/schema.graphql --announced CHANGELOG.md
	$(GO) run . schema > graph/schema.graphql
	$(TOOL) gofumpt -modpath hromada -w $$(git ls-files '*.go' | grep -v -e generated -e _gen.go -e resolvers.go)

.PHONY: bench
bench: deps ## Measure the queries a dashboard sends: time, allocations, statements.
	$(GO) test -run '^$$' -bench . -benchmem ./resolvers
