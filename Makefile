# make run   installerar, läser in exempelrapporterna och startar tjänsten
# make test  installerar det utvecklingen behöver och kör alla prov
# make test-drift  prov med riktiga processer: Chroma-server, flera instanser
#
# PYTHON  vilken Python som miljön byggs av (3.11 eller nyare)      make run PYTHON=python3.12
# HOST, PORT  var tjänsten lyssnar                                   make run PORT=8080
# WORKERS  hur många prov som körs samtidigt                         make test WORKERS=4
# TORCH_INDEX  eget paketindex för torch, om det behövs              make run TORCH_INDEX=https://…

export PLANASSISTENT_TEST_LLM PLANASSISTENT_TEST_LLM_MODEL

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
TORCH_INDEX ?=
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check -c constraints.txt
DEMO := eval/corpus/demo
DICTIONARIES := /usr/share/hunspell/sv_SE.dic /usr/local/share/hunspell/sv_SE.dic \
	/opt/homebrew/share/hunspell/sv_SE.dic

.DEFAULT_GOAL := help
.PHONY: help run test lint demo-korpus eval granska test-drift oidc test-llm word-list browser office clean

help:
	@sed -n '1,2s/^# //p' Makefile

run: $(VENV)/.run word-list
	@echo "Planassistenten startar på http://$(HOST):$(PORT) (avsluta med Ctrl+C)"
	$(BIN)/planassistent serve --host $(HOST) --port $(PORT) --las-in $(DEMO)

test: $(VENV)/.dev word-list browser office lint
	$(BIN)/python -m pytest --numprocesses=$(WORKERS) --dist=loadfile --ignore=tests/drift $(TESTS)

# Real processes on this machine: a Chroma server, several services, a sign-in service.
test-drift: $(VENV)/.dev oidc
	$(BIN)/python -m pytest tests/drift

# The sign-in service of the tests is a package for node; without it those tests are skipped.
oidc:
	@command -v npm >/dev/null || { \
	  echo "OBS! npm saknas: proven av inloggningen hoppas över. Paketet heter npm." >&2; exit 0; }; \
	[ tests/drift/oidc/node_modules/.package-lock.json -nt tests/drift/oidc/package-lock.json ] || \
	npm ci --prefix tests/drift/oidc --ignore-scripts --no-audit --no-fund || \
	echo "OBS! oidc-provider gick inte att hämta: proven av inloggningen hoppas över." >&2

# With a chat model: make test-llm PLANASSISTENT_TEST_LLM=http://127.0.0.1:8080/v1
test-llm: $(VENV)/.dev
	@[ -n "$$PLANASSISTENT_TEST_LLM" ] || { \
	  echo "Ange adressen till en OpenAI-kompatibel server: make test-llm PLANASSISTENT_TEST_LLM=http://127.0.0.1:8080/v1" >&2; exit 1; }
	$(BIN)/python -m pytest tests/llm

# Licences of all packages, and known vulnerabilities (asks the package index; needs the network).
granska: $(VENV)/.dev
	$(BIN)/python .ci/licences.py licenser.md
	$(PYTHON) -m venv $(VENV)-granska && $(VENV)-granska/bin/pip install -q pip-audit==2.10.1
	$(VENV)-granska/bin/pip-audit --no-deps --disable-pip -r constraints.txt

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

demo-korpus: $(VENV)/.dev
	$(BIN)/python -m eval.corpus $(DEMO) --demo --cases eval/cases/demo.jsonl

eval: $(VENV)/.dev word-list
	$(BIN)/python -m eval run

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 eller nyare behövs. Ange en annan: make run PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Miljön gick inte att skapa. På Debian och Ubuntu: installera paketet python3-venv." >&2; exit 1; }

# torch is large and comes first, so that a slow download is not lost with the rest.
$(VENV)/.torch: constraints.txt | $(BIN)/python
	$(PIP) $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) "torch==2.13.0"
	@touch $@

$(VENV)/.run: $(VENV)/.torch pyproject.toml constraints.txt
	$(PIP) -e ".[weights]"
	@touch $@

$(VENV)/.dev: $(VENV)/.torch pyproject.toml constraints.txt
	$(PIP) -e ".[dev]"
	@touch $@ $(VENV)/.run

# The Swedish word list takes compounds apart; without it search still works, but finds less.
word-list:
	@for file in $(DICTIONARIES); do [ -e $$file ] && exit 0; done; \
	[ -n "$$PLANASSISTENT_ORDLISTA" ] && [ -e "$$PLANASSISTENT_ORDLISTA" ] && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  { apt-get update -q && apt-get install -qy --no-install-recommends hunspell-sv; } && exit 0; \
	fi; \
	echo "OBS! Den svenska ordlistan hunspell-sv saknas; sökningen hittar då färre sammansatta ord." >&2; \
	echo "     Installera paketet hunspell-sv, eller ange filen sv_SE.dic i PLANASSISTENT_ORDLISTA." >&2

# The tests of the pages need Chromium; without it they are skipped and say so.
browser:
	@for name in chromium chromium-browser google-chrome; do \
	  command -v $$name >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  { apt-get update -q && apt-get install -qy --no-install-recommends chromium; } && exit 0; \
	fi; \
	echo "OBS! Chromium saknas: proven av webbsidan hoppas över. Installera paketet chromium." >&2

# One test opens an exported draft in LibreOffice; without it that test is skipped.
office:
	@command -v soffice >/dev/null || \
	echo "OBS! LibreOffice saknas: provet att Word-filen öppnas hoppas över. Paketet heter libreoffice-writer." >&2

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache *.egg-info
