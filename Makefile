# The hub. Two commands are enough: `make up` and `make test`. Needed: Python 3.11 or later, make, a network.

PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 2

.DEFAULT_GOAL := help

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

up: .venv/installed graphiql ## set everything up and run the hub; Ctrl-C stops it
	@exec $(BIN)/hub up $(ARGS)

test: .venv/installed graphiql ## set everything up and pass the tests
	@$(BIN)/pytest -n $(WORKERS) --dist loadgroup -m "not apache_kafka" $(ARGS)

test-kafka: .venv/installed graphiql ## pass the tests that need Kafka, and more, against Apache Kafka itself (Java 17, Maven)
	@HUB_TEST_KAFKA=apache $(BIN)/pytest -n $(WORKERS) --dist loadgroup \
	  -m "apache_kafka or kafka and not embedded_kafka" $(ARGS)

bench: .venv/installed graphiql ## measure the reads beside two peers; prints a table, draws a plot
	@$(BIN)/python -m bench $(ARGS)

bench-first-load: .venv/installed ## a first load of 300,000 people, then 200,000 movements, on Apache Kafka; draws a plot
	@$(BIN)/python -m bench.intake.first_load $(ARGS)

bench-identity: .venv/installed ## measure the matching of people beside Splink; prints a table, draws a plot
	@$(BIN)/python -m bench.identity $(ARGS)

fuzz: .venv/installed ## more bad input than the tests make: 200,000 mutations of a new seed, which is printed; more stories of who is who
	@seed=$${HUB_FUZZ_SEED:-$$(date +%s)}; HUB_FUZZ_SEED=$$seed HUB_FUZZ_COUNT=$${HUB_FUZZ_COUNT:-200000} $(BIN)/pytest \
	  --hypothesis-seed=$$seed tests/fuzz tests/actions/settling/test_identity_sequences.py $(ARGS)

check: .venv/installed ## style, types, imports, schema, generated pages
	@$(BIN)/ruff format --check hub tests bench alembic
	@$(BIN)/ruff check hub tests bench alembic
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/hub schema --check
	@$(BIN)/hub asyncapi --check
	@$(BIN)/hub connectors --check
	@$(BIN)/python -m tests.rules_page --check

rules: .venv/installed ## write docs/rules.md from the tables of rules that the tests run
	@$(BIN)/python -m tests.rules_page --write

graphiql: .venv/installed
	@$(BIN)/python -m hub.graphiql.build

.venv/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; $(PYTHON) is $$($(PYTHON) --version). Set PYTHON=python3.11, for example."; exit 1; }
	@echo "Installing what pyproject.toml names into .venv (about a minute the first time) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,bench]'
	@touch $@

clean: ## delete what was built; data of `make up` stay
	rm -rf .venv .cache hub/graphiql/static

.PHONY: help up test test-kafka bench bench-first-load bench-identity fuzz check rules graphiql clean
