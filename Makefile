# Two commands: `make run` and `make test`. The others are told by `make help`.
# Needed beforehand: make and Python 3.11 or newer. What else is needed is fetched once, then kept in .venv.
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
export UV_PYTHON_DOWNLOADS = never
export VIRTUAL_ENV = $(CURDIR)/$(VENV)

# Once the tests' packages are there, they stay.
LOCKS = locks/run.lock locks/build.lock
DEV_LOCKS = $(LOCKS) locks/dev.lock
MANIFEST := bihuan/kit/ui/static/web/manifest.json
FRONT := $(shell find web bihuan \( -name node_modules -o -name static -o -name __pycache__ \) -prune -o \
	\( -name '*.ts' -o -name '*.css' -o -name '*.html' -o -name 'package*.json' -o -name 'tsconfig.json' -o -name 'icons.txt' \) -print)
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard bihuan/locale/*/LC_MESSAGES/*.po))

help:  ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile
	@echo '  Settings go before or behind: make run PORT=8081 DEMO=0. All of them: docs/settings.md.'

run: install  ## start the desk; Ctrl-C ends it, nothing is lost
	@exec $(BIN)/bihuan up

install: $(VENV)/.run $(MANIFEST) $(CATALOGUES)  ## fetch and build all that `make run` needs, start nothing

test: $(VENV)/.dev $(MANIFEST) $(CATALOGUES)  ## run the tests, with the programs of the machine that they drive
	@$(BIN)/python scripts/system_parts.py
	@sh scripts/node.sh npm test --silent
	@$(BIN)/python -m pytest -n auto --dist loadscope --no-loadscope-reorder -q $(ARGS)

check: $(VENV)/.dev $(MANIFEST) $(CATALOGUES)  ## look at format, style, types, contracts, migrations, templates, words, locks
	@sh scripts/check.sh

trace: $(VENV)/.dev  ## tell which test shows which requirement; STRICT=1 fails where one has none
	@$(BIN)/python scripts/trace.py

measure: $(VENV)/.run  ## tell how large files and functions are
	@$(BIN)/python scripts/measure.py

bench: install  ## measure how fast the desk is
	@$(BIN)/python -m bihuan.front.ops.bench $(ARGS)

demo: install  ## put the demo company back to its first day
	@$(BIN)/bihuan demo

messages: $(VENV)/.run  ## bring the catalogue of words up to date with the code
	@$(BIN)/python scripts/messages.py update

lock: $(VENV)/.run  ## resolve the dependencies anew; UPGRADE=1 takes the newest that are allowed
	@sh scripts/lock.sh

clean:  ## remove what was built; data and environment stay
	rm -rf bihuan/kit/ui/static/web dist build web/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find bihuan scripts tests -name __pycache__ -prune -exec rm -rf {} +
	rm -f $(CATALOGUES)

$(VENV)/.run: $(LOCKS) locks/uv.pin pyproject.toml hatch_build.py
	@sh scripts/environment.sh "$(PYTHON)" $(if $(wildcard $(VENV)/.dev),$(DEV_LOCKS),$(LOCKS))
	@touch $@

$(VENV)/.dev: $(VENV)/.run locks/dev.lock
	@sh scripts/environment.sh "$(PYTHON)" $(DEV_LOCKS)
	@touch $@

$(MANIFEST): $(FRONT) | $(VENV)/.run
	@sh scripts/node.sh sh ../scripts/build_front.sh
	@touch $@

%.mo: %.po | $(VENV)/.run
	@$(BIN)/pybabel --quiet compile --directory bihuan/locale --domain django

.PHONY: help run install test check trace measure bench demo messages lock clean
