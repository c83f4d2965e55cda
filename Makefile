# What a person types; `make help` tells. Settings: docs/operations.md, development: docs/development.md.

PYTHON_IN_VENV := .venv/bin/python
export PORT PYTHON SAMPLE SEED

.DEFAULT_GOAL := help
.PHONY: help run dev test test-long test-sample bench bench-api bench-delivery bench-evidence contract lint format

help:  ## Tells what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run:  ## Runs Citewell on http://localhost:8000 (PORT=9000 moves it)
	@bin/install requirements.txt
	@exec $(PYTHON_IN_VENV) -m cms.serve

dev:  ## The same, reloading on change and with the debug toolbar
	@bin/install requirements-dev.txt
	@exec $(PYTHON_IN_VENV) -m cms.serve --development

test:  ## Runs all tests on SQLite and on PostgreSQL (ARGS="tests/search -x" goes to pytest)
	@bin/install requirements-dev.txt
	@exec $(PYTHON_IN_VENV) -m tests.run $(ARGS)

test-long:  ## On both databases, all of what `make test` goes a part of; from another seed each time (SEED=… repeats one)
	@bin/install requirements-dev.txt
	@exec $(PYTHON_IN_VENV) -m tests.run --long tests/api/test_schemathesis.py tests/api/test_openapi.py tests/api/test_bad_input.py tests/delivery/test_concurrency.py tests/delivery/test_faults.py tests/delivery/test_invariant.py tests/delivery/test_secrets.py tests/delivery/serving tests/clients/test_replica.py tests/articles/test_queries.py tests/articles/blocks/test_queries.py tests/benchmarks tests/cms/test_serve.py $(ARGS)

test-sample:  ## Makes SAMPLE=path, a text like tests/newsroom/article.txt, an article as people would
	@bin/install requirements-dev.txt
	@exec $(PYTHON_IN_VENV) -m pytest tests/newsroom/test_publication.py

bench:  ## Tells how many answers a second, beside the floors of the server (ARGS="--rounds=1 --seconds=2"); needs wrk
	@bin/install requirements-dev.txt
	@exec $(PYTHON_IN_VENV) -m benchmarks.serving $(ARGS)

bench-api:  ## Tells what the API costs, in queries and milliseconds (ARGS="--database=sqlite --rounds=5")
	@bin/install requirements-dev.txt
	@exec $(PYTHON_IN_VENV) -m benchmarks.api $(ARGS)

bench-delivery:  ## Tells what editions and the log cost (ARGS as above)
	@bin/install requirements-dev.txt
	@exec $(PYTHON_IN_VENV) -m benchmarks.delivery $(ARGS)

bench-evidence:  ## Tells what works and references cost (ARGS="--database=sqlite --works=200 --rounds=3")
	@bin/install requirements-dev.txt
	@exec $(PYTHON_IN_VENV) -m benchmarks.evidence $(ARGS)

contract:  ## Accepts the API's description and its TypeScript types as they are now
	@bin/install requirements-dev.txt
	@$(PYTHON_IN_VENV) -m tests.api.contract

lint:  ## Checks style and finds mistakes
	@bin/install requirements-dev.txt
	@$(PYTHON_IN_VENV) -m ruff check .
	@$(PYTHON_IN_VENV) -m ruff format --check .

format:  ## Puts the code into shape
	@bin/install requirements-dev.txt
	@$(PYTHON_IN_VENV) -m ruff check --fix-only --quiet .
	@$(PYTHON_IN_VENV) -m ruff format .
