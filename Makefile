# make run    a store from sample_logs/ and its dashboards at http://127.0.0.1:8050
# make test   every check and every test; make coverage: with branches counted, at least 80 %
# make proof  the long proofs; make docs, pictures, lock: what is generated
# make bench  ingest against its peers, and the report of 10 GB; make bench-pages: every page over 30 days
# Needs git, make and Python >= 3.11 with venv; everything else goes into .venv/ and .run/.

PORT ?= 8050
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN = .venv/bin
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
# what the rows of a store depend on
ROWS = $(shell find sample_logs aurorascope/sources aurorascope/logs aurorascope/store aurorascope/ingest \
	-type f -not -name '*.pyc')

.PHONY: run test coverage proof bench bench-pages docs pictures lock clean

run: .run/store.stamp
	@echo "Aurorascope on the sample logs: http://127.0.0.1:$(PORT)  (Ctrl-C ends it)"
	@$(BIN)/aurorascope serve --no-token --store .run/store --port $(PORT)

test: .venv/dev.stamp
	@tests/needs.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -n 3 --dist loadscope --no-loadscope-reorder --durations=10 --durations-min=5

# the same tests with their branches counted: a fifth more time, which the ten minutes of `make test` do not have
coverage: .venv/dev.stamp
	@tests/needs.sh
	$(BIN)/pytest -n 3 --dist loadscope --no-loadscope-reorder --cov --cov-report=term:skip-covered

proof: .venv/dev.stamp .venv/spark.stamp
	@tests/needs.sh
	@tests/needs.sh java
	$(BIN)/pytest -m proof -s -q --timeout=14400
	@echo "What was shown is in docs/proof/"

bench: .venv/dev.stamp bench-data/report_day/_delta_log
	$(BIN)/python tests/benchmarks/bench.py
	$(BIN)/python tests/benchmarks/bench_mysql.py
	$(BIN)/python tests/benchmarks/formats.py
	$(BIN)/python tests/benchmarks/scaling.py
	$(BIN)/python tests/benchmarks/log_growth.py
	$(BIN)/python tests/benchmarks/report_day.py --store bench-data/report_day

bench-pages: bench-data/thirty_days/_delta_log
	$(BIN)/python tests/benchmarks/pages.py --store bench-data/thirty_days

bench-data/thirty_days/_delta_log: | .venv/dev.stamp
	rm -rf bench-data/thirty_days
	mkdir -p bench-data
	$(BIN)/python tests/benchmarks/thirty_days.py --store bench-data/thirty_days --make --compact --quiet

bench-data/report_day/_delta_log: | .venv/dev.stamp
	rm -rf bench-data/report_day
	mkdir -p bench-data
	$(BIN)/python tests/benchmarks/report_day.py --store bench-data/report_day --make --runs 0

docs: .venv/dev.stamp
	$(BIN)/python docs/generate.py

pictures: .run/store.stamp .venv/dev.stamp
	@tests/needs.sh
	$(BIN)/python docs/screenshots.py .run/store

lock:
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet \
		--python-version 3.11 pyproject.toml build-requirements.txt -o requirements.lock
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet \
		--python-version 3.11 --extra dev -c requirements.lock pyproject.toml build-requirements.txt \
		-o requirements-dev.lock
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet \
		--python-version 3.11 --extra spark -c requirements.lock pyproject.toml build-requirements.txt \
		-o requirements-spark.lock

clean:
	rm -rf .venv .run

.run/store.stamp: .venv/run.stamp $(ROWS)
	@echo "Reading sample_logs/ into .run/store"
	@rm -rf .run/store && mkdir -p .run
	@$(BIN)/aurorascope demo --store .run/store --no-serve
	@touch $@

.venv/run.stamp: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed (Debian, Ubuntu: apt-get install python3 python3-venv)"; exit 1; }
	@echo "Installing into .venv with $(PYTHON) (about 1 GB; once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(INSTALL) -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --no-index -e .
	@touch $@

.venv/spark.stamp: .venv/run.stamp requirements-spark.lock
	@echo "Installing Spark into .venv (450 MB; once, for the proofs)"
	@$(INSTALL) -r requirements-spark.lock
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements-dev.lock
	@$(INSTALL) -r requirements-dev.lock
	@touch $@
