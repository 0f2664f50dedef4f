# What there is to type. Each target does all that is missing, says what it does, and can be run again.
# Whoever has OpenBLAS needs only cargo: `cargo run --release --bin book`, `cargo test --workspace`.
#
#   OPENBLAS=no     do without OpenBLAS (slower; nothing but Rust is needed): make book OPENBLAS=no
#   TESTFLAGS=…     more arguments for `cargo test`:                         make test TESTFLAGS=--no-fail-fast
#   ROUNDS=5        rounds of the race:                                      make bench ROUNDS=3
#   KEEP=1          write what the book quotes of it:                        make bench KEEP=1

ifeq ($(OPENBLAS),no)
FEATURES := --no-default-features
LAPACK :=
else
LAPACK := lapack
endif

# Randomised tests try the same cases each time; `PROPTEST_RNG_SEED=… make test`, or plain `cargo test`, tries others.
export PROPTEST_RNG_SEED ?= 2006

# .venv has the Python tools that ./setup installed; cargo's folder has the Rust kernel for Jupyter.
CARGO_BIN := $(or $(CARGO_HOME),$(HOME)/.cargo)/bin
export PATH := $(CURDIR)/.venv/bin:$(PATH):$(CARGO_BIN)

.DEFAULT_GOAL := help
.PHONY: help book serve pdf test exercises notebooks jupyter bench setup

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

setup: ## installs OpenBLAS if it is missing
	@$(if $(LAPACK),./setup $(LAPACK))

book: setup ## draws the figures that are missing or stale and builds the book into target/book
	cargo run --release $(FEATURES) --bin book

serve: setup ## the same, then shows it on this machine and rebuilds it when a page changes
	cargo run --release $(FEATURES) --bin book -- serve

pdf: setup ## the book as one PDF (installs Chromium if there is no browser)
	@./setup browser
	cargo run --release $(FEATURES) --bin book -- pdf

test: setup ## every test
	cargo test --workspace $(FEATURES) $(TESTFLAGS)

exercises: setup ## which exercises are untouched, failing, solved
	@cargo run --quiet $(FEATURES) --bin exercises

notebooks: setup ## executes every notebook in the Rust kernel (the first time builds it: about eight minutes)
	@./setup notebooks
	cargo run --release $(FEATURES) --bin book -- notebooks --execute

jupyter: setup ## opens the notebooks in JupyterLab
	@./setup jupyter
	.venv/bin/jupyter-lab chapters/notebooks

bench: setup ## races scikit-learn and PyTorch, in turn (needs ../shared/peers and ../shared/data; alone without)
	@if [ -e ../shared/peers/sklearn_peer.py ]; then ./setup bench; fi
	@if [ -e ../shared/peers/torch_peer.py ]; then ./setup torch || echo "racing on without PyTorch" >&2; fi
	FEATURES=$(FEATURES) KEEP=$(KEEP) benches/race $(ROUNDS)
