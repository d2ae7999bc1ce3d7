# One virtual environment, made on first use and again when the pinned versions change.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Material for MkDocs prints a notice about its end of life, which pyproject.toml already heeds.
export NO_MKDOCS_2_WARNING := 1

# The HTML validator and the accessibility checker come from npm, where there is one.
BROWSER_TOOLS := $(if $(shell command -v npm),tests/browser/node_modules/.package-lock.json)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help site wheel runtime pin serve test lint messages bench lighthouse screenshot editor bibtex lock clean

help:  ## Say what can be made
	@sed -n 's/^\([a-z]*\):.*##\(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST)

site: $(VENV)/.site  ## Build the site into site/
	$(BIN)/mkdocs build --strict

wheel: $(VENV)/.site  ## Make the file from which others install topicsite, in dist/
	$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .

runtime: $(VENV)/.site  ## Bring together what Python in the page is made of
	$(BIN)/topicsite runtime $(addprefix --package ,$(PACKAGES))

pin: runtime  ## Pin the release of Pyodide that PYODIDE names
	$(BIN)/python -m topicsite.runtime.pin $(PYODIDE) .cache/runtime
PYODIDE := 0.27.8

serve: $(VENV)/.site  ## Preview the site, with live reload
	$(BIN)/mkdocs serve

test: PACKAGES := pandas scipy
test: lint runtime $(BROWSER_TOOLS)  ## Check everything, in a real browser too
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.dev  ## Check style, types and entries
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/topicsite check --strict
	$(BIN)/topicsite fmt --check

messages: $(VENV)/.dev  ## Bring the files of messages up to date, and begin those of LANGUAGE
	$(BIN)/python -m tests.language.collecting $(LANGUAGE)

bench: $(VENV)/.compare  ## Measure speed, as ratios against a peer in the same run
	$(BIN)/python -m tests.bench

lighthouse: $(VENV)/.dev  ## Let Lighthouse judge a page of each type
	$(BIN)/python -m tests.bench.lighthouse

screenshot: $(VENV)/.dev site  ## Take the README's picture from the built site
	$(BIN)/python -m tests.browser.screenshot

editor:  ## Bundle the editor of code cells again, from the pinned packages
	npm ci --prefix $(EDITOR) --ignore-scripts --silent
	npm run build --prefix $(EDITOR) --silent
EDITOR := code/topicsite/assets/codemirror

bibtex:  ## Bundle what reads BibTeX in the form again, from the pinned packages
	npm ci --prefix $(BIBTEX) --ignore-scripts --silent
	npm run build --prefix $(BIBTEX) --silent
BIBTEX := code/topicsite/assets/bibtex

lock: $(VENV)/.dev  ## Pin the newest versions that fit, with their hashes
	$(PIP) install uv
	$(BIN)/uv pip compile $(LOCK) --extra all --group build pyproject.toml -o constraints/site.txt
	$(BIN)/uv pip compile $(LOCK) --extra all --group build --group dev -c constraints/site.txt pyproject.toml -o constraints/dev.txt
	$(BIN)/uv pip compile $(LOCK) --group torch -c constraints/dev.txt -o constraints/torch.txt
	$(BIN)/uv pip compile $(LOCK) --group compare -c constraints/torch.txt -c constraints/dev.txt -o constraints/compare.txt
LOCK := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

clean:  ## Remove everything that was made
	@if [ -e site/.git ]; then echo "site/ holds a repository and is left alone" >&2; else rm -rf site; fi
	rm -rf $(VENV) dist .site-building-* .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache tests/browser/node_modules $(EDITOR)/node_modules $(BIBTEX)/node_modules

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.site: constraints/site.txt pyproject.toml | $(VENV)/.python
	@echo "Installing the pinned packages (about a minute)"
	$(PIP) install --require-hashes -r constraints/site.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: constraints/dev.txt $(VENV)/.site
	@echo "Installing what tests and checks need (about a minute)"
	$(PIP) install --require-hashes -r constraints/dev.txt
	@touch $@

# Where tests and bench compare with PyTorch. Only its version is pinned: a build for the processor
# alone, where the machine offers one, has another hash, and 200 megabytes instead of gigabytes.
$(VENV)/.torch: constraints/torch.txt $(VENV)/.dev
	@echo "Installing PyTorch, to compare with (minutes)"
	$(PIP) install --require-hashes -r constraints/torch.txt
	$(PIP) install --no-deps torch==2.13.0
	@touch $@

$(VENV)/.compare: constraints/compare.txt $(VENV)/.torch
	$(PIP) install --require-hashes -r constraints/compare.txt
	@touch $@

tests/browser/node_modules/.package-lock.json: tests/browser/package-lock.json
	npm ci --prefix tests/browser --ignore-scripts --silent
	@touch $@
