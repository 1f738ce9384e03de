# Everything from nothing but python3, make and a package index: `make help` lists what it does.
# What is installed is pinned by hash in requirements/; a stamp in .boot/ or .venv/ says that it is there.

PYTHON ?= python3
# The language of `make report`: fr or en.
lang ?= fr
# The port of `make demo`.
port ?= 8000
# What to hand to pytest beside its options, such as tests/footprint.
tests ?=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
export UV_PYTHON_DOWNLOADS := never
# Compiled modules are kept even where the environment asks otherwise: each process would compile all of them again.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
# Two processes; tests of one group share what is costly to make, and long groups begin first (tests/conftest.py).
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder
INVENTORY := examples/mairie-de-belcombe.csv

# uv reads its own settings only; whoever told pip of another package index meant it for this too.
UV = UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-$$(.boot/bin/pip config get global.index-url 2>/dev/null || true)}}"; \
	if [ -n "$$UV_DEFAULT_INDEX" ]; then export UV_DEFAULT_INDEX; else unset UV_DEFAULT_INDEX; fi; .boot/bin/uv
INSTALL = pip install --quiet --python $(BIN)/python --build-constraints requirements/build.txt

.PHONY: help setup demo report test check bench long measure lock clean

help: ## list these commands
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 16

setup: .venv/.dev .venv/.pages ## install everything into .venv: the library, its extras, the tools of its makers

demo: .venv/.run ## open the site with a sample organisation, on 127.0.0.1, until stopped
	@LEVIER_HOME=demo/site $(BIN)/levier serve --sample --port $(port)

report: .venv/.run ## compute the footprint of an invented town hall in the terminal and write its report into demo/
	@mkdir -p demo
	@$(BIN)/levier baseline $(INVENTORY) --on 2026-09-30 --country FR --people 140 --lang $(lang) \
		--html demo/baseline.html --pdf demo/baseline.pdf --xlsx demo/baseline.xlsx \
		--json demo/baseline.json --trace demo/trace.json --rejects demo/set-aside.csv
	@case "$(lang)" in \
		fr) echo "Levier : le rapport est dans demo/ ; ouvrez demo/baseline.html" ;; \
		*) echo "Levier: the report is in demo/; open demo/baseline.html" ;; \
	esac >&2

test: .venv/.dev ## run the tests: of the site on PostgreSQL, in a browser, then all others with coverage by branch
ifeq ($(tests),)
	@$(BIN)/python -m tests.postgresql $(PYTEST) -q -m "not browser and not long" tests/web
	@$(PYTEST) -q -m "browser and not long"
	@$(PYTEST) -m "not browser and not long" --cov --cov-report=term --cov-fail-under=95
else
	@$(PYTEST) $(tests)
endif

check: .venv/.dev ## check format, style, rooms, types, facts and translations
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/mypy
	@$(BIN)/levier catalogue check
	@$(BIN)/python -m pytest -q --no-header tests/project
	@git ls-files '*.py' | xargs wc -l | awk '$$2 != "total" && $$1 > 400 { print "A long file, a place to look and no fault:", $$2, $$1 }'

bench: .venv/.dev ## measure speed against peers in the same run: one JSON line a measure
	@failed=0; for file in benchmarks/[!_]*.py; do name=$${file#benchmarks/}; $(BIN)/python -m "benchmarks.$${name%.py}" || failed=1; done; exit $$failed

long: .venv/.dev ## run the long forms of fuzzing and torture
	@$(PYTEST) -m long $(tests)

measure: .venv/.dev ## measure the public pages of the site in a browser, and tell the example of its home page anew
	@$(BIN)/python -m tests.web.example
	@rm -f .venv/.measures
	@LEVIER_MEASURES=.venv/.measures $(BIN)/python -m pytest -q -n0 tests/web/test_pages.py -k light
	@$(BIN)/python -m tests.web.measure .venv/.measures

lock: .boot/.uv ## choose newer versions and pin them by hash in requirements/
	@$(LOCK) requirements/boot.in -o requirements/boot.txt
	@$(LOCK) requirements/build.in -o requirements/build.txt
	@$(LOCK) pyproject.toml --all-extras --group dev -o requirements/dev.txt
	@$(LOCK) pyproject.toml --extra web -c requirements/dev.txt -o requirements/run.txt

LOCK = $(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

clean: ## remove all that these commands made
	rm -rf .venv .boot demo tests/web/node_modules .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

.boot/.uv: requirements/boot.txt
	@echo "Levier: preparing the installer (.boot)" >&2
	@test -x .boot/bin/pip || $(PYTHON) -m venv .boot
	@.boot/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/boot.txt >&2
	@touch $@

.venv/.python: .boot/.uv
	@test -x $(BIN)/python || { $(UV) venv --quiet --python "$$(command -v $(PYTHON))" .venv; }
	@touch $@

.venv/.run: .venv/.python requirements/run.txt requirements/build.txt pyproject.toml
	@echo "Levier: installing the library (.venv)" >&2
	@$(UV) $(INSTALL) --require-hashes -r requirements/run.txt >&2
	@$(UV) $(INSTALL) --no-deps --editable . >&2
	@touch $@

.venv/.dev: .venv/.run requirements/dev.txt
	@echo "Levier: installing the extras and the tools of its makers (.venv)" >&2
	@$(UV) $(INSTALL) --require-hashes -r requirements/dev.txt >&2
	@touch $@

# The validator of HTML is a Java program that npm brings; without npm, the test that needs it is skipped and says so.
.venv/.pages: .venv/.python tests/web/package-lock.json
	@if command -v npm >/dev/null; then npm ci --prefix tests/web --no-audit --no-fund --loglevel=error >&2; fi
	@touch $@
