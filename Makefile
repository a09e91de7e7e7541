# `make demo` and `make test` are all that a fresh machine needs (Debian: git, openssh-client, make, python3-venv).
SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help install dev demo lint test test-all bench messages schemas word docs bless constraints clean
export PYTHON ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -q -n 2 --dist worksteal

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18

install: ## install pdctl into .venv, with the versions of constraints.txt
	@tools/prepare.sh

dev: ## install the tools of the tests as well
	@tools/prepare.sh dev

demo: install ## build the worked example in a new folder: demo, demo-2, …
	@tools/demo.sh

lint: dev ## style, types, direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

# What lint finds does not keep the tests from running; either of them fails the target.
test: dev ## lint, then the tests that need nothing but git and OpenSSH
	@$(MAKE) --no-print-directory lint; linted=$$?; $(PYTEST) -m "not system" && exit $$linted

test-all: dev ## make test, then the tests that need chromium, poppler-utils, qpdf, LibreOffice Writer, fonts, zsh, fish and sshd; installs these with apt-get
	@$(MAKE) --no-print-directory test; tested=$$?; \
	tools/system_packages.sh && tools/prepare_axe.sh && $(PYTEST) -m system && exit $$tested

bench: dev ## measure; makes a repository of 100,000 items first (minutes, 5 GB, kept for later runs)
	@tools/prepare_anchors.sh
	$(BIN)/python benchmarks/run.py

messages: dev ## collect the messages of the program and compile their translations
	$(BIN)/python tools/messages.py

schemas: dev ## write schemas/
	$(BIN)/python tools/build_schemas.py

word: dev ## write the Word templates in templates/
	$(BIN)/python tools/build_word.py

docs: dev ## write the generated part of docs/ and the examples of README.md
	$(BIN)/python tools/build_docs.py
	$(BIN)/python tools/readme.py

bless: dev docs ## take what the program writes now as what is expected; then read the difference
	PDCTL_BLESS=1 $(PYTEST) -m "not system" tests/render tests/report

constraints: ## write constraints.txt anew from a clean environment
	tools/constraints.sh

clean: ## remove .venv and caches; examples stay
	rm -rf .venv .venv-anchors .venv-sshd .mypy_cache .ruff_cache .hypothesis .import_linter_cache .pytest_cache build dist
