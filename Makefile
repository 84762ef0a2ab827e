# `make help` lists the targets.
.DEFAULT_GOAL := help
.PHONY: help try run test bench fmt lint

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Build what is stale and serve on an embedded database in ./data
	@scripts/need.sh cargo cc
	cargo run --release --bin avouch -- serve

try: ## The same for a first look: mails and text messages are shown at http://localhost:3002/mailbox
	@DEVELOPMENT_MAILBOX=true $(MAKE) --no-print-directory run

test: ## Install what tests lack, start a throw-away PostgreSQL, and run every test on both databases
	@scripts/need.sh cargo cc node npm
	scripts/test.sh $(ARGS)

bench: ## Measure a release build; ARGS="--help" lists the options
	@scripts/need.sh cargo cc
	cargo build --release --bin avouch
	cargo run --release -p avouch-bench -- $(ARGS)

fmt: ## Format the code
	cargo fmt --all

lint: ## Check format, lints and the order of the house
	@scripts/need.sh cargo cc
	cargo fmt --all -- --check
	cargo clippy --workspace --all-targets -- -D warnings
	cargo run -p xtask -- tidy
	@if cargo deny --version >/dev/null 2>&1; then cargo deny check licenses bans sources; \
	else echo "cargo-deny is not installed: licences and sources were not checked (cargo install cargo-deny)."; fi
