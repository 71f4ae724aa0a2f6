# The door. `make demo` and `make test` do all the set-up from a fresh clone; `make help` lists the rest.
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
UV := $(BIN)/python -m uv
# Three at a time, as journeys wait more than they work; each file by one of them, the longest first
WORKERS ?= 3
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder
INSTALL := $(UV) pip install --python $(BIN)/python --quiet
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url
# Many public bodies look into encrypted traffic with a certificate of their own: trust what the machine trusts
export UV_SYSTEM_CERTS := true
# What is compiled is kept: else every process compiles Django and SciPy anew, a second and a half each time
export PYTHONDONTWRITEBYTECODE :=
READY := $(VENV)/.installed $(VENV)/.built

.PHONY: help demo demo-reset test test-fast test-postgres coverage check fix messages lock bench docs monkey screenshots audit parts clean

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{split($$1, name, ":"); printf "  make %-14s %s\n", name[1], $$2}'

# --- Set-up: done by whichever command comes first ----------------------------------------------------------------

$(BIN)/uv: requirements.uv.lock
	@echo "==> Making an environment in $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit("cyfran needs Python 3.11 or newer; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.uv.lock
	@touch $@

# Exactly what the lock file pins, every file checked against its hash
$(VENV)/.installed: $(BIN)/uv requirements.lock pyproject.toml
	@echo "==> Installing what requirements.lock pins"
	@$(BIN)/python hatch_build.py --has-node || $(INSTALL) --require-hashes -r requirements.node.lock
	@$(INSTALL) --compile-bytecode --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.built: $(VENV)/.installed hatch_build.py $(wildcard frontend/*.* frontend/parts/*) $(wildcard src/cyfran/locale/*/LC_MESSAGES/*.po)
	@$(BIN)/python hatch_build.py
	@touch $@

# --- The two commands of the README -------------------------------------------------------------------------------

demo: $(READY) ## Create the example partnership and serve it at http://127.0.0.1:8000
	@$(BIN)/cyfran demo

demo-reset: $(READY) ## Delete the demo's data and start again
	@$(BIN)/cyfran demo --reset

test: $(READY) ## Run every test, those in a browser too; some of them: make test ARGS="-k words"
	@ops/browser
	@$(PYTEST) $(ARGS)

# --- Work on it ---------------------------------------------------------------------------------------------------

test-fast: $(READY) ## Run the tests that need no browser and no site of their own
	@$(PYTEST) -m "not journey and not process" $(ARGS)

test-postgres: $(READY) ## Run what touches a database on PostgreSQL (one is started if none runs)
	@ops/browser
	@DATABASE_URL="$$(ops/postgres)" $(PYTEST) $(ARGS)

coverage: $(READY) ## Run every test, say which share of the lines they reach, and keep it for make check
	@ops/browser
	@rm -rf .cache/coverage
	@$(PYTEST) --cov --cov-report= $(ARGS)
	@$(BIN)/python ops/coverage

check: $(READY) ## Check style, layers, types, the catalogue, migrations and the lock files
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/mypy
	@$(BIN)/python ops/catalogue --check
	@$(BIN)/python ops/coverage --check
	@$(BIN)/python -m django makemigrations --settings cyfran.config.settings --check --dry-run

fix: $(READY) ## Fix style, and bring the catalogue of messages up to date
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format
	@$(BIN)/python ops/catalogue

bench: $(READY) ## Measure cyfran beside other tools (some minutes)
	@test -x .cache/bench/bin/python || ($(PYTHON) -m venv .cache/bench && $(UV) pip install --python .cache/bench/bin/python --quiet --require-hashes -r benchmarks/requirements.lock)
	@mkdir -p benchmarks/results
	@$(BIN)/python benchmarks/thread.py | tee benchmarks/results/thread.txt
	@$(BIN)/python benchmarks/opinion.py | tee benchmarks/results/opinion.txt
	@$(BIN)/python benchmarks/screening.py | tee benchmarks/results/screening.txt
	@$(BIN)/python benchmarks/dedup.py | tee benchmarks/results/dedup.txt
	@$(BIN)/python benchmarks/synthesis.py | tee benchmarks/results/synthesis.txt
	@$(BIN)/python benchmarks/sheets.py | tee benchmarks/results/sheets.txt
	@$(BIN)/python benchmarks/live_room.py --seats 1000 | tee benchmarks/results/live_room-sqlite.txt
	@test -z "$$CYFRAN_BENCH_POSTGRES" || $(BIN)/python benchmarks/live_room.py --seats 1000 --database "$$CYFRAN_BENCH_POSTGRES" | tee benchmarks/results/live_room-postgresql.txt

monkey: $(READY) ## Walk through an empty site and the demo at random: make monkey STEPS=5000 SEED=7
	@for kind in empty story; do \
		folder=$$(mktemp -d); mkdir "$$folder/static"; \
		DATABASE_URL= CYFRAN_DATA="$$folder" $(VENV)/bin/python -m tests.monkey $$kind $(or $(STEPS),2000) $(or $(SEED),$$(date +%s)) || failed=1; \
		rm -rf "$$folder"; \
	done; [ -z "$$failed" ]

docs: $(READY) ## Run every example in the documentation and check its links
	@$(BIN)/python -m pytest tests/house/test_docs.py

screenshots: $(READY) ## Take the pictures of the documentation anew
	@ops/browser
	@$(BIN)/python ops/screenshots

lock: $(READY) ## Pin the newest versions that pyproject.toml allows
	@$(COMPILE) --upgrade --extra postgres --group dev pyproject.toml -o requirements.lock

audit: $(READY) ## Compare what requirements.lock pins with the known weaknesses that PyPI lists
	@$(UV) tool run --quiet --from pip-audit==2.10.1 pip-audit --strict --disable-pip --no-deps -r requirements.lock

parts: $(READY) ## Write what is installed, as a list of parts (CycloneDX), to build/parts.json
	@mkdir -p build
	@$(UV) tool run --quiet --from cyclonedx-bom==7.5.0 cyclonedx-py environment $(BIN)/python --of JSON -o build/parts.json
	@echo "Written: build/parts.json"

clean: ## Remove everything these commands made, but the demo's data
	@rm -rf $(VENV) .cache frontend/node_modules src/cyfran/ui/static/dist
