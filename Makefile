# Everything one does with Evenhand. `make help` lists it.

PYTHON3 = sh tools/python.sh
IN_VENV = .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run test check format bench prove lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: ## Serve on http://127.0.0.1:$PORT/ (8000), data in $EVENHAND_DATA (./var)
	@$(PYTHON3) -m tools.set_up run
	@exec .venv/bin/evenhand serve

test: ## Everything: checks, the suite on SQLite and PostgreSQL, browser tests, coverage
	@$(PYTHON3) -m tools.set_up dev
	@$(IN_VENV) -m tools.check
	@$(IN_VENV) -m tools.suite

check: ## Style, layers, templates, types, migrations, settings, spelling (some seconds)
	@$(PYTHON3) -m tools.set_up dev
	@$(IN_VENV) -m tools.check

format: ## Bring code into shape (templates are checked, not reformatted: their white space shows)
	@$(PYTHON3) -m tools.set_up dev
	@$(IN_VENV) -m ruff format .
	@$(IN_VENV) -m ruff check --fix .

bench: ## Measure speed and size; prints and stores JSON
	@$(PYTHON3) -m tools.set_up dev
	@$(IN_VENV) -m benchmarks

prove: ## Every proof (tests named test_t_…) at full size, a line for each with its figure
	@$(PYTHON3) -m tools.set_up dev
	@$(IN_VENV) -m tools.suite --prove

lock: ## Compile requirements/*.txt anew from pyproject.toml (needs uv)
	@sh tools/lock.sh

clean: ## Remove what set-up and tests made; data in ./var stays
	rm -rf .venv .cache .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
