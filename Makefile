# Every target does its whole set-up: a virtual environment in .venv with the pinned versions, nothing global.
# Needed on the machine: Python 3.11 or newer and make.

CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in $(CANDIDATES); do "$$p" -c '$(NEW_ENOUGH)' 2>/dev/null && echo "$$p" && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
PIP := -m pip --disable-pip-version-check --no-input
WORKERS ?= 4
TESTS ?=
PYTEST := -m pytest -n $(WORKERS) --dist worksteal -q

unexport PYTHONDONTWRITEBYTECODE # the tests start the program hundreds of times: it must not be compiled each time

.DEFAULT_GOAL := help
.PHONY: help run test check format lint types imports docs bench sweep build lock newest clean

help: ## show these lines
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

run: $(READY) ## open okrtui on the demo workspace
	@$(BIN)/okrtui demo

test: $(READY) ## run the whole test suite (TESTS=tests/okr for a part)
	@$(BIN)/python $(PYTEST) $(TESTS)

check: $(READY) lint types imports test ## everything that must be green before a commit

lint: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: $(READY)
	@$(BIN)/mypy --strict okrtui

imports: $(READY)
	@$(BIN)/lint-imports

format: $(READY) ## format the code and mend what can be mended by machine
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

docs: $(READY) ## write again what docs/ and config/ take from the program: commands, keys, rights, man page, completions, pictures
	@for page in command_docs key_docs role_docs completions man_page; do $(BIN)/python scripts/write_$$page.py || exit 1; done
	@$(BIN)/python scripts/take_pictures.py

bench: $(READY) ## measure against the figures we promise
	@$(BIN)/python -m bench

sweep: $(READY) ## run the tests with a long search for counter-examples
	@OKRTUI_SWEEP=full $(MAKE) --no-print-directory test

build: $(READY) ## build the wheel and the source archive into dist/
	@$(BIN)/python -m build --no-isolation

lock: ## pin the newest versions that pyproject.toml allows into requirements-dev.txt
	@rm -rf $(VENV)/newest
	@$(MAKE) --no-print-directory $(VENV)/newest
	@$(VENV)/newest/bin/python $(PIP) freeze --exclude-editable --exclude okrtui > requirements-dev.txt

newest: ## run the tests on the newest versions that pyproject.toml allows
	@rm -rf $(VENV)/newest
	@$(MAKE) --no-print-directory $(VENV)/newest
	@$(VENV)/newest/bin/python $(PYTEST) $(TESTS)

clean: ## remove the virtual environment and everything that is made
	@rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(READY): pyproject.toml requirements-dev.txt
	@$(call make_venv,$(VENV))
	@echo "okrtui: installing the pinned versions into $(VENV)" >&2
	@$(BIN)/python $(PIP) install --quiet --requirement requirements-dev.txt
	@$(BIN)/python $(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $(READY)

$(VENV)/newest: pyproject.toml
	@$(call make_venv,$@)
	@$@/bin/python $(PIP) install --quiet --upgrade --upgrade-strategy eager --editable '.[dev,server]'
	@touch $@

define make_venv
if [ -z "$(PYTHON)" ] || ! "$(PYTHON)" -c '$(NEW_ENOUGH)'; then \
	echo "okrtui needs Python 3.11 or newer: install it, or name it with make PYTHON=/path/to/python3.11" >&2; \
	exit 1; \
fi; \
[ -x $(1)/bin/python ] || "$(PYTHON)" -m venv $(1)
endef
