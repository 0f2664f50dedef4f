# The comforts; cargo by itself does the rest: `cargo run --release --bin book` draws and builds the book, `cargo test` tests
# everything. Each target does all that is missing, says what it does, and can be run again.
#
#   TESTFLAGS=…     more arguments for `cargo test`:                         make test TESTFLAGS=--no-fail-fast
#   ROUNDS=5        rounds of the race:                                      make bench ROUNDS=3
#   KEEP=1          write what the book quotes of it:                        make bench KEEP=1

# Randomised tests try the same cases each time; `PROPTEST_RNG_SEED=… make test`, or plain `cargo test`, tries others.
export PROPTEST_RNG_SEED ?= 2006

# .venv has the Python tools that ./setup installed; cargo's folder has the Rust kernel for Jupyter.
CARGO_BIN := $(or $(CARGO_HOME),$(HOME)/.cargo)/bin
export PATH := $(CURDIR)/.venv/bin:$(PATH):$(CARGO_BIN)

.DEFAULT_GOAL := help
.PHONY: help book serve pdf test lapack exercises notebooks jupyter bench

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

book: ## draws the figures that are missing or stale and builds the book into target/book
	cargo run --release --bin book

serve: ## the same, then shows it on this machine and rebuilds it when a page changes
	cargo run --release --bin book -- serve

pdf: ## the book as one PDF (installs Chromium if there is no browser)
	@./setup browser
	cargo run --release --bin book -- pdf

test: ## every test
	cargo test $(TESTFLAGS)

lapack: ## the decompositions against LAPACK's (installs OpenBLAS if it is missing)
	@./setup lapack
	cargo test --features autoencoders/lapack --test linalg $(TESTFLAGS)

exercises: ## which exercises are untouched, failing, solved
	@cargo run --quiet --bin exercises

notebooks: ## executes every notebook in the Rust kernel (the first time builds it: about eight minutes)
	@./setup notebooks
	cargo run --release --bin book -- notebooks --execute

jupyter: ## opens the notebooks in JupyterLab
	@./setup jupyter
	.venv/bin/jupyter-lab chapters/notebooks

bench: ## races scikit-learn, PyTorch and LAPACK, in turn (needs ../shared/peers and ../shared/data; alone without)
	@if [ -e ../shared/peers/sklearn_peer.py ]; then ./setup bench; fi
	@if [ -e ../shared/peers/torch_peer.py ]; then ./setup torch || echo "racing on without PyTorch" >&2; fi
	@if ./setup lapack; then LAPACK=1; else LAPACK= && echo "racing on without LAPACK" >&2; fi && \
		LAPACK=$$LAPACK KEEP=$(KEEP) benches/race $(ROUNDS)
