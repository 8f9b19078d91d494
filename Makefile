# Terakoya. `make run` and `make test` are the two commands of a fresh machine; `make help`
# lists the rest. Needed beforehand: Python 3.11 or newer, and make. Nothing is installed
# outside of this folder; `make test` alone may use apt, and only when it runs as root.

.DEFAULT_GOAL := help
.SUFFIXES:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
NODE := $(CURDIR)/$(BIN)
PIP := $(PY) -m pip --disable-pip-version-check --quiet install --require-hashes
NPM := PATH="$(NODE):$$PATH" npm --prefix frontend --no-audit --no-fund --no-update-notifier --loglevel=error

DIST := app/ui/static/dist/manifest.json
FONT := frontend/fonts/easy.woff2
VERIFIER := tests/verifier/node_modules/.installed
FRONT := $(shell find frontend -name node_modules -prune -o -type f -print 2>/dev/null)
PO := $(shell find app -name '*.po' 2>/dev/null)
MO := $(PO:.po=.mo)

# An environment made elsewhere (the folder was moved) or by a Python that is gone is made anew.
ifneq ($(wildcard $(VENV)/.made-in),)
  ifneq ($(shell cat $(VENV)/.made-in; $(PY) -c pass 2>&1),$(CURDIR))
    $(shell rm -rf $(VENV))
  endif
endif

.PHONY: run test demo ready ready-test reset lint types lock strings screens accessibility lighthouse prove fuzz routes help

## ── The two commands ──

run: ready ## Start the school with demo people: the web server and the worker; Ctrl-C stops both
	@DEMO="$${DEMO-1}" exec $(PY) -m app.start run

test: ready-test ## Check everything: lint, types, imports, and all tests; a summary comes last
	@exec $(PY) -m tests.run

## ── More ──

demo: ready ## Bring a made-up board of education and city hall into the demo, with two years of history
	@DEMO="$${DEMO-1}" exec $(PY) -m app.start demo

reset: $(VENV)/.run ## Start afresh with the next `make run`; what is there now is kept in instance/backups/
	@exec $(PY) -m app.start reset

lint: ready-test ## Check style, imports between packages, and templates
	@exec $(PY) -m tests.run lint imports templates

types: ready-test ## Check types
	@exec $(PY) -m tests.run types

routes: ready-test ## Write the list of addresses that a test compares (tests/architecture/routes.txt)
	@exec $(PY) -m tests.architecture.routes

strings: $(VENV)/.run ## Collect the interface strings into the catalogs (app/i18n/translations), and read them
	@mkdir -p .make && $(BIN)/pybabel --quiet extract -F app/i18n/babel.cfg -k _l --no-location --sort-by-file -w 99 \
	  --project=Terakoya --version=1 -o .make/strings.pot app
	@for po in $(PO); do $(BIN)/pybabel --quiet update -i .make/strings.pot -o $$po -N --ignore-obsolete \
	  --ignore-pot-creation-date -w 99 -l $$(basename $$(dirname $$(dirname $$po))) || exit 1; done
	@$(PY) -m app.furigana.interface .make/strings.pot

screens: ready-test ## Make pictures of every page in build/screens/, and those of docs/screens/ anew
	@exec $(PY) -m tests.browser.screens --docs

accessibility: ready-test ## Look at every page in every setting, and keep what was seen for the page /accessibility
	@$(PY) -m tests.run matrix && exec $(PY) -m tests.browser.accessibility

lighthouse: ready-test ## Let Lighthouse look at the pages of learners (on a calm machine), and print what it says
	@exec $(PY) -m benchmarks.lighthouse

fuzz: ready-test ## Try the properties of the rules on many more examples, other ones each time
	@exec $(PY) -m pytest -q -n auto --hypothesis-profile=fuzz -m "not matrix" tests/unit

prove: ## Try both commands on a clean clone of the last commit, with an empty home
	@exec $(PYTHON) tests/prove.py

lock: .make/uv/bin/uv ## Write the locks anew from requirements*.in and frontend/package.json
	@for name in requirements-build requirements requirements-dev; do \
	  .make/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-header --no-emit-index-url --no-emit-find-links $$name.in -o $$name.lock || exit 1; done
	@$(NPM) install --package-lock-only --omit-lockfile-registry-resolved
	@$(NPM) --prefix tests/verifier install --package-lock-only --omit-lockfile-registry-resolved
	@$(NPM) --prefix tests/browser/npm install --package-lock-only --omit-lockfile-registry-resolved
	@$(NPM) --prefix benchmarks/lighthouse install --package-lock-only --omit-lockfile-registry-resolved

help: ## List these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1#\2/p' Makefile | awk -F'#' '{ printf "%-20s %s\n", $$1, $$2 }'
	@echo
	@echo "  Settings, before either command (PORT=8080 make run):"
	@echo "    PORT 8000 · PUBLIC_URL http://localhost:PORT · INSTANCE_DIR instance"
	@echo "    DATABASE_URL SQLite in INSTANCE_DIR, or postgresql://… · BROWSER=skip (tests without a browser)"

## ── What they stand on: each file is made anew only when what it comes from has changed ──

ready: $(VENV)/.run $(DIST) $(MO)

ready-test: $(VENV)/.dev $(VERIFIER) ready

$(VENV)/.made-in:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "Terakoya needs Python 3.11 or newer, and there is no '$(PYTHON)' here." >&2; \
	  echo "  Install it, or name yours: make run PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Terakoya needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1)." >&2; \
	  echo "  Install a newer one, or name it: make run PYTHON=/path/to/python3.12" >&2; exit 1; }
	@echo "· Making the Python environment in $(VENV)/"
	@$(PYTHON) -m venv $(VENV) || { \
	  echo "Python could not make an environment. On Debian and Ubuntu its part for this is a package" >&2; \
	  echo "  of its own: apt-get install python3-venv" >&2; exit 1; }
	@printf '%s' "$(CURDIR)" > $@

$(VENV)/.run: requirements.lock requirements-build.lock | $(VENV)/.made-in
	@echo "· Installing what the school needs (requirements.lock)"
	@$(PIP) -r requirements.lock -r requirements-build.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(VENV)/.run
	@echo "· Installing what the tests need (requirements-dev.lock)"
	@$(PIP) -r requirements-dev.lock
	@touch $@

frontend/node_modules/.installed: frontend/package.json frontend/package-lock.json | $(VENV)/.run
	@echo "· Installing what the front end is built with (frontend/package-lock.json)"
	@$(NPM) ci --ignore-scripts >/dev/null
	@touch $@

$(VERIFIER): tests/verifier/package.json tests/verifier/package-lock.json | $(VENV)/.run
	@echo "· Installing the verifiers of others (tests/verifier/package-lock.json)"
	@$(NPM) --prefix tests/verifier ci --ignore-scripts >/dev/null
	@touch $@

$(FONT): frontend/subset.py frontend/node_modules/.installed
	@echo "· Cutting the easy-to-read font"
	@$(PY) $< frontend/node_modules/@expo-google-fonts/biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf $@

$(DIST): $(FRONT) $(FONT) frontend/node_modules/.installed
	@echo "· Building the front end"
	@cd frontend && "$(NODE)/node" build.mjs
	@touch $@

%.mo: %.po | $(VENV)/.run
	@$(BIN)/pybabel --quiet compile -i $< -o $@

.make/uv/bin/uv:
	@$(PYTHON) -m venv .make/uv && .make/uv/bin/python -m pip --quiet install uv
