# Set-up, gates and packaging. Each target makes what it needs on a machine with Python 3.11 or newer;
# nothing here asks for root. `make` alone lists the targets.

BIN    := .venv/bin
SYNCED := .venv/.synced
VENDOR := src/duikou/web/static/vendor/VERSIONS.txt
PO     := $(wildcard src/duikou/locale/*/LC_MESSAGES/*.po)
MO     := $(PO:.po=.mo)
PYPI   := --no-config --default-index https://pypi.org/simple
UNIT   := not postgres
ON_PG  := not browser and not pure and not once
# one process a core; the tests of one file stay together, they share what is dear to build
PYTEST := $(BIN)/pytest -n auto --dist loadfile

# Where a machine forbids Python to keep byte code, every command that a test starts would compile all of it anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help ready demo test lint suite suite-sqlite suite-postgres messages lock wheel clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-15s %s\n", $$1, $$2}' Makefile

ready: $(SYNCED) $(VENDOR) $(MO) ## virtual environment, page assets and catalogs

demo: ready ## build the sample book and serve it (ARGS="--port 9000")
	$(BIN)/duikou demo $(ARGS)

test: lint suite ## every gate: lint, then the tests on SQLite and on PostgreSQL

lint: ready ## ruff, mypy, import contracts, catalogs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python tools/messages.py check

suite: suite-sqlite suite-postgres

suite-sqlite: ready ## the whole suite on SQLite, browser tests among it
	$(PYTEST) -m "$(UNIT)" $(ARGS)

suite-postgres: ready ## what touches the database, once more on PostgreSQL
	$(BIN)/python tools/on_postgres.py $(PYTEST) -m "$(ON_PG)" $(ARGS)

messages: $(SYNCED) ## bring the catalogs up to date with the code
	$(BIN)/python tools/messages.py extract

lock: $(SYNCED) ## resolve pyproject.toml and package.json anew
	$(BIN)/uv lock $(PYPI) $(ARGS)
	npm install --package-lock-only --ignore-scripts

wheel: ready ## a wheel that serves the demo without Node
	$(BIN)/uv build --quiet --out-dir dist

clean: ## remove what was built (not the virtual environment)
	rm -rf dist build node_modules $(dir $(VENDOR)) $(MO)

$(SYNCED): pyproject.toml uv.lock tools/set_up_python.sh
	bash tools/set_up_python.sh
	@touch $@

$(VENDOR): package-lock.json .npmrc tools/assets.py tools/set_up_assets.sh | $(SYNCED)
	bash tools/set_up_assets.sh
	@touch $@

%.mo: %.po tools/messages.py | $(SYNCED)
	$(BIN)/python tools/messages.py compile
	@touch $(MO)
