# Everything goes through scripts/setup.py, which makes .venv when it has to and is silent otherwise.
# Another interpreter: `make build PYTHON=python3.13`.

PYTHON ?= python3
BIN := .venv/bin
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help build test lint format bench lock clean

help: ## Show the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

build: ## Set up what is missing and build the sample briefs into build/
	@$(PYTHON) scripts/setup.py
	@$(BIN)/reportgen build

test: ## Run all tests (TESTS="tests/model -k text" for some)
	@$(PYTHON) scripts/setup.py --dev
	@$(BIN)/python -m pytest -n auto $(TESTS)

lint: ## Check style and types
	@$(PYTHON) scripts/setup.py --dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: ## Mend the style where that can be done by a program
	@$(PYTHON) scripts/setup.py --dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: ## Compare times side by side, 25 minutes (BENCH="--only full", BENCH=--list)
	@$(PYTHON) scripts/setup.py --dev
	@$(BIN)/python -m benchmarks.run $(BENCH)

lock: ## Write requirements*.txt anew (UPGRADE=--upgrade for newer versions)
	@$(PYTHON) scripts/setup.py --dev
	@$(LOCK) $(UPGRADE) pyproject.toml --group build -o requirements.txt
	@$(LOCK) $(UPGRADE) pyproject.toml --all-extras --group dev -c requirements.txt -o requirements-dev.txt

clean: ## Remove the environment, caches and what was built
	@rm -rf .venv .reportgen dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find build -mindepth 1 -not -name .gitignore -delete
	@find src tests scripts -name __pycache__ -prune -exec rm -rf {} +
