# The whole interface: `make demo`, `make test`, `make test-fast`, `make test-deploy`, `make check`, `make requirements`. Needs Python >= 3.12 and make.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
# Where this is set, each process compiles all sources anew: seconds for each of the tests' hundreds.
unexport PYTHONDONTWRITEBYTECODE
PORT ?= 8000
WORKERS ?= auto
# The first Python that is new enough; a shim that exists but does not run is passed over.
PYTHON ?= $(shell for p in python3.13 python3.14 python3.12 python3 /usr/bin/python3 /usr/local/bin/python3; do \
	"$$p" -c 'import sys, venv; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1 && command -v "$$p" && break; done)

.PHONY: demo test test-fast test-deploy check format requirements install assets lock browser pooler programs readers spark clean package advisories

demo: install assets
	@$(BIN)/saathi demo --port $(PORT)

test: install assets browser pooler readers
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m "not deploy" $(ARGS)

# Every rule, action and lock, and what is quick of the engines. No browser, and no pages.
FAST := $(addprefix tests/,agencies attacks audit consent engines participation people policy protection vault) \
	$(shell find tests -name 'test_rules*.py' -o -name 'test_actions*.py')

test-fast: install assets
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m fast $(FAST) $(ARGS)

# What needs minutes: whole installations, upgrades, the oldest PostgreSQL, Spark, each page in all its
# forms, and the random examples of which `make test` draws a quarter.
test-deploy: install assets browser pooler readers spark programs
	@SAATHI_TEST_EXAMPLES=all $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m "deploy or examples" $(ARGS)

check: install assets
	@$(BIN)/python tools/check.py

format: install
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/python tools/templates.py

requirements: install
	@$(BIN)/python tools/requirements.py

install: $(VENV)/.installed

$(VENV)/.installed: requirements.lock pyproject.toml tools/install.sh
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh tools/install.sh
	@touch $@

assets: saathi/web/static/web/built/.made

saathi/web/static/web/built/.made: package-lock.json tools/assets.py $(VENV)/.installed saathi/web/icons.py $(wildcard saathi/web/static/web/*.js) $(shell find saathi/locale -name '*.po' 2>/dev/null)
	@$(BIN)/python tools/assets.py
	@touch $@

browser: install
	@$(BIN)/python tools/browser.py

pooler: install
	@$(BIN)/python tools/pooler.py

programs: install
	@$(BIN)/python tools/programs.py

# The programs of others that read released files in tests, in an environment of their own.
readers: install
	@$(BIN)/python tools/readers.py

spark: install
	@$(BIN)/python tools/spark.py

# The packages of engines/, each of one engine alone.
ENGINES := matching disclosure xlsform

COMPILE := $(BIN)/uv pip compile --universal --python-version 3.12 --generate-hashes --no-header \
	--no-emit-index-url --quiet

lock: install
	@$(COMPILE) pyproject.toml --all-extras --group dev -o requirements.lock
	@$(COMPILE) pyproject.toml --all-extras --constraints requirements.lock --no-annotate -o requirements-run.lock
	@$(COMPILE) pyproject.toml --constraints requirements.lock --no-annotate -o requirements-run-small.lock
	@$(COMPILE) --group build --constraints requirements.lock --no-annotate -o build.lock
	@$(COMPILE) --group spark -o spark.lock
	@$(COMPILE) --group readers --constraints requirements.lock -o readers.lock
	@for engine in $(ENGINES); do $(COMPILE) engines/$$engine/pyproject.toml --constraints requirements.lock \
		--no-annotate -o engines/$$engine/requirements.lock || exit 1; done

BUILD_WHEEL := $(BIN)/uv build --quiet --wheel --build-constraints build.lock --require-hashes

# The wheel with its SBOM, and the wheels of the engines, all the same for the same sources.
package: install assets
	@$(BUILD_WHEEL)
	@for engine in $(ENGINES); do $(BUILD_WHEEL) --out-dir dist engines/$$engine || exit 1; done
	@$(BIN)/python tools/sbom.py --out dist

# Which pinned packages an advisory names: make advisories FILE=osv-export.zip (SECURITY.md says from where).
advisories: install
	@$(BIN)/python tools/advisories.py $(FILE)

clean:
	@rm -rf $(VENV) .saathi saathi/web/static/web/built node_modules
