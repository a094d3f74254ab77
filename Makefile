# The two doors: `make evidence` (the main job) and `make test`. Both install what they need below this directory.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: evidence test witnesses docs changes facts clean localstack-up localstack-down

evidence: witnesses
	$(BIN)/tfproof evidence

# The applies of `integration` mostly wait, and each of the others waits at its end, so three run side by side.
test: witnesses
	$(BIN)/tox run-parallel --parallel 3 --parallel-live --parallel-no-spinner $(TOXARGS)

# The scanner and the emulator that have environments of their own: what needs them would begin when others end otherwise.
witnesses: $(VENV)/installed
	$(BIN)/tox run -qq -e checkov,ministack --notest

# LocalStack without Docker, on port 4566 of the loopback; LOCALSTACK_PYTHON names a Python 3.13 that is not on PATH.
localstack-up: $(VENV)/installed
	$(BIN)/tox run -qq -e localstack-server --notest
	$(BIN)/python localstack/server.py up

localstack-down: $(VENV)/installed
	$(BIN)/python localstack/server.py down

# Rewrites the generated tables in the modules' README files, and the pictures of the systems.
docs: $(VENV)/installed
	$(BIN)/python -m tfproof.terraform.module_readme
	for stack in $(patsubst terraform/stacks/%/requirements.yaml,%,$(wildcard terraform/stacks/*/requirements.yaml)); do \
	  $(BIN)/tfproof picture --stack $$stack --output docs/operations/$$stack/picture.svg || exit 1; done

# Applies the modules' typical examples to an emulator, and writes down what a change of each input does; MODULES names some.
changes: $(VENV)/installed
	$(BIN)/python -m tfproof.changes.table $(MODULES)
	$(BIN)/python -m tfproof.terraform.module_readme

# Rewrites what the modules make for their examples; look at the difference before you commit it.
facts: $(VENV)/installed
	$(BIN)/python tests/unit/facts.py

$(VENV)/installed: requirements/tools.txt requirements/test.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("tfproof needs Python 3.11 or newer: make PYTHON=python3.12") if sys.version_info < (3, 11) else 0'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/tools.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/test.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	touch $@

clean:
	rm -rf $(VENV) .tox build
