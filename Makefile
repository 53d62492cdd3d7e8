# Needs Python 3.11 or newer, make and PyPI; nothing else. Each target makes .venv when it is absent.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock
DEMO := demo-brackwater

.PHONY: demo test check format lint types floors bench docs lock
.DELETE_ON_ERROR:

demo: $(VENV)/runtime.stamp
	$(BIN)/dueregard demo --out $(DEMO)
	@echo "The evidence pack: $(DEMO)/out/pack.html"

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

# `make -k check` goes on after a failure.
check: format lint types floors

format: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .

types: $(VENV)/dev.stamp
	$(BIN)/mypy src

floors: $(VENV)/dev.stamp
	$(BIN)/lint-imports --no-logo

# Each prints its own tables; what they share, and peers' scripts, have other names.
bench: $(VENV)/dev.stamp
	@for script in benchmarks/bench_*.py benchmarks/coverage_*.py; do $(BIN)/python "$$script" || exit 1; done

# Rewrites the reference pages in docs/ from the code.
docs: $(VENV)/dev.stamp
	$(BIN)/python docs/generate.py

# Exact versions of everything, for every platform and every Python from 3.11. Run after changing dependencies.
lock:
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --all-extras \
	    --no-header --no-annotate --upgrade --output-file requirements.lock pyproject.toml

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else \
	    "dueregard needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/runtime.stamp: pyproject.toml requirements.lock | $(BIN)/python
	$(INSTALL) --editable .
	@touch $@

$(VENV)/dev.stamp: pyproject.toml requirements.lock | $(BIN)/python
	$(INSTALL) --editable '.[dev]'
	@touch $(VENV)/runtime.stamp $@
