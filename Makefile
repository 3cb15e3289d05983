.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help setup generate demo check test bench drill lock clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## An environment in .venv with the locked packages

$(READY): pyproject.toml requirements.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

generate: $(READY) ## Bring generated/ up to date with the documents
	@$(BIN)/fibrecafe generate

demo: $(READY) ## Watch an order travel to COMPLETED
	@$(BIN)/fibrecafe demo

check: $(READY) ## Format, lint, types, import rules, drift
	@$(BIN)/black --check --quiet . || { $(BIN)/black --diff --quiet .; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy generator/fibrecafe_codegen generated/fibrecafe_api runtime/fibrecafe_gateway
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/fibrecafe validate
	@$(BIN)/fibrecafe generate --check --full

test: check ## Everything a submission has to pass
	@$(BIN)/pytest -n auto

bench: $(READY) ## Measure against peers (installs them beside)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "msgspec>=0.22"
	@$(BIN)/python -m benchmarks

drill: $(READY) ## Kill, cut off and mislead it, and see what it promises kept (half an hour)
	@$(BIN)/python -m tests.drills
	@echo "drill of the comparison of documents"
	@FIBRECAFE_DRILL=200 $(BIN)/pytest -q -n 0 tests/diff/test_random_documents.py
	@echo "drill of copies with other versions of pydantic"
	@$(BIN)/python -m tests.vendor.pydantic_matrix
	@echo "drill of the version bump"
	@$(BIN)/python -m tests.impact.full_bump

lock: $(READY) ## Resolve requirements.lock anew
	@$(BIN)/pip-compile --quiet --extra gateway --extra dev --generate-hashes --strip-extras --allow-unsafe \
		--no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
		--output-file requirements.lock pyproject.toml

clean: ## Remove the environment and caches
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
