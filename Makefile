# `make site` builds the sample digest, `make test` runs all checks. Both install what they need in .venv.

PYTHON ?= python3
BIN := .venv/bin
# As installing a wheel does: else each start compiles the program anew where Python keeps no bytecode of its own accord.
COMPILE := @$(BIN)/python -m compileall -q generator
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: site test torture check-site rehearse bench clean help

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-12s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

site: .venv/site ## Build the sample digest in output/
	$(COMPILE)
	$(BIN)/briefing build
	@echo
	@echo "Look at it while you write:  $(BIN)/briefing serve --open"

test: .venv/test ## Check style, types and promises; a few minutes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not torture"

torture: .venv/test ## The long tests: many random edits, many kills
	$(BIN)/python -m pytest -n 2 -m torture

check-site: .venv/test ## Nu HTML checker, Lighthouse and weights, over the built sample; needs Java and npm
	command -v java >/dev/null || $(SUDO) apt-get install -y --no-install-recommends default-jre-headless
	$(BIN)/python tests/site_check/check.py

rehearse: .venv/test ## Five pushes from a bare repository to an nginx; needs git, rsync and nginx
	$(BIN)/python -m pytest -s -m torture tests/test_rehearsal.py

bench: .venv/test ## Measure beside Hugo, Eleventy and Pelican (needs npm)
	$(COMPILE)
	$(BIN)/python benchmarks/bench.py

clean: ## Remove all that can be made again
	rm -rf .venv .cache dist .mypy_cache .pytest_cache .ruff_cache
	find output -mindepth 1 -not -name .gitignore -delete

# Debian keeps venv in a package of its own.
.venv/bin/python:
	@$(PYTHON) -m venv .venv || { rm -rf .venv; $(SUDO) apt-get update && $(SUDO) apt-get install -y python3-venv && $(PYTHON) -m venv .venv; } \
	|| { rm -rf .venv; echo >&2 "Python 3.11 or newer with its module venv is needed. Install it (Debian: apt install python3-venv), then run make again."; exit 1; }

.venv/site: pyproject.toml .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

# A real browser: Debian's if it can be installed, with what Playwright's driver and the tests want; else Playwright's own.
.venv/test: pyproject.toml .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	{ command -v chromium && command -v rsync && $(BIN)/playwright --version; } >/dev/null 2>&1 \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update && apt-get install -y --no-install-recommends chromium libatomic1 rsync; } \
	|| command -v chromium >/dev/null || $(BIN)/playwright install chromium
	@touch $@ .venv/site
