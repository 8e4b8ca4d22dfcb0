# Two commands matter: `make run` shows the tracker on this machine, `make test` decides about a change.
# Nothing is needed beforehand but Python 3.11, and for `make test` PostgreSQL, Redis and Chromium (see .ci/run).

SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
BIND ?= 127.0.0.1
PORT ?= 8000
# How many processes the tests use, and what else pytest is told: make test-sqlite PYTEST="-k search"
JOBS ?= auto
PYTEST ?=

BENCHES := readers polling history claims alerts pages admin

VENV := .venv
BIN := $(VENV)/bin
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt
TEST := $(BIN)/python -m pytest -n $(JOBS) $(PYTEST)
# The checks load the settings, but must not leave anything in the data folder.
CHECK := env SECRET_KEY=for-checks-only

.PHONY: help setup setup-test run test test-sqlite test-postgres lint bench screenshots messages clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/run-ready $(CATALOGUES) ## what the application needs: packages in .venv, message catalogues
setup-test: $(VENV)/test-ready $(CATALOGUES)

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/run-ready: requirements.txt constraints.txt | $(BIN)/python
	$(PIP) --requirement requirements.txt
	@touch $@

$(VENV)/test-ready: requirements-test.txt requirements-chat.txt requirements.txt constraints.txt | $(BIN)/python
	$(PIP) --requirement requirements-test.txt
	@touch $@ $(VENV)/run-ready

# Babel compiles what GNU gettext would, and comes with the packages.
%.mo: %.po | $(VENV)/run-ready
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ --locale $(notdir $(patsubst %/LC_MESSAGES/django.po,%,$<))

run: setup ## the tracker on BIND:PORT (127.0.0.1:8000): pages and clock, data in var/, until Ctrl-C
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py collectstatic --no-input --verbosity 0
	@$(BIN)/python manage.py import_history
	@trap 'trap - EXIT; kill $$web $$clock 2>/dev/null; wait' EXIT; trap 'exit 0' INT TERM; \
	$(BIN)/gunicorn tracker.wsgi --bind $(BIND):$(PORT) --threads 4 --no-control-socket --log-level warning & web=$$!; \
	$(BIN)/python manage.py runclock & clock=$$!; \
	echo "China AI Filing Tracker: http://$(BIND):$(PORT)/  (Ctrl-C ends it)"; \
	while kill -0 $$web 2>/dev/null && kill -0 $$clock 2>/dev/null; do sleep 1; done; \
	echo "The web server or the clock has ended, see above." >&2; exit 1

test: lint test-sqlite test-postgres ## everything that decides about a change

lint: setup-test ## style, types, import directions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(CHECK) $(BIN)/mypy
	$(BIN)/lint-imports

test-sqlite: setup-test ## the tests on SQLite, jobs inline
	env -u DATABASE_URL -u REDIS_URL $(TEST)

test-postgres: setup-test ## the tests on a private PostgreSQL and Redis, with real workers
	$(BIN)/python -m tests.services --postgres --redis -- $(TEST) -m "not once"

bench: setup-test ## the figures: reading, polling, recording
	@for name in $(BENCHES); do $(BIN)/python -m bench.$$name || exit 1; done

screenshots: setup-test ## pictures of the main pages, in both languages and two widths
	$(BIN)/python -m tests.screenshots

messages: setup ## gather new texts into locale/ (needs GNU gettext)
	$(CHECK) $(BIN)/python manage.py makemessages --locale zh_Hans --ignore '.venv/*' --no-location --no-wrap

clean: ## remove what the other targets made, except the data in var/
	rm -rf $(VENV) .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache $(CATALOGUES)
	find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +
