# make demo: from nothing to the graph.   make test: from nothing to the tests.

PYTHON ?= python3
VENV   := .venv
KG     := $(VENV)/bin/kg
RUN    := $(VENV)/bin/python -m
export OMP_NUM_THREADS = 1
export OPENBLAS_NUM_THREADS = 1

# The query editor of the served page, in the one version whose sums are kept; the page works without.
YASGUI := @zazuko/yasgui@4.6.2
EDITOR := kg/serve/editor

.PHONY: help demo assets test test-offline trust fuzz mutation conformance audit hashes check lint type format questions bench bench-page bench-networks bench-scale bench-serving docs pictures weights examples evaluate clean

help:  ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or later is needed: make PYTHON=python3.11 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { rm -rf $(VENV); echo "On Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/.installed: $(VENV)/pyvenv.cfg pyproject.toml constraints.txt
	$(RUN) pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.developed: $(VENV)/.installed
	$(RUN) pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

$(VENV)/.audited: $(VENV)/.developed
	$(RUN) pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[audit]'
	@touch $@

demo: $(VENV)/.installed  ## Build the graph, ask it, read an article, draw and export
	$(KG) build
	$(KG) query who-favours -p proposition=direct-dialogue-with-russia
	$(KG) extract examples/articles/meloni-talks.txt --published 2026-01-09 \
	  --outlet "eurostance sample" --format table
	$(KG) view -o build/graph.html
	$(KG) export -o build/kg.ttl
	@echo
	@echo "Open build/graph.html in a browser; build/kg.ttl is the graph in Turtle."

assets:  ## Fetch the editor of the query page (needs npm)
	@command -v npm >/dev/null || { echo "npm is needed; without it the query page is plainer"; exit 1; }
	@rm -rf build/npm && mkdir -p build/npm
	@cd build/npm && npm pack --silent --ignore-scripts $(YASGUI) >/dev/null && tar -xzf *.tgz
	@cd build/npm/package/build && sha512sum --check --quiet $(CURDIR)/$(EDITOR)/yasgui.sha512
	@cd build/npm/package/build && mv -f yasgui.min.js yasgui.min.css $(CURDIR)/$(EDITOR)/
	@rm -rf build/npm
	@echo "$(EDITOR): yasgui.min.js and yasgui.min.css, $(YASGUI)"

test: $(VENV)/.developed  ## Run linters, type checker and tests
	$(MAKE) lint type
	$(RUN) pytest -n 2 --dist loadfile

trust: $(VENV)/.developed  ## Try the promises under faults, bad input and attack, whole (hours)
	rm -rf build/trust && mkdir -p build/trust
	KG_TRUST=full KG_TRUST_RESULTS=build/trust KG_W3C_TESTS=$(W3C) \
	  $(RUN) pytest -n 2 --dist loadfile tests/trust tests/serve/test_attacks.py \
	  tests/serve/test_w3c_queries.py
	$(RUN) docs.reliability build/trust

fuzz: $(VENV)/.developed  ## Give every reader what none would write: make fuzz SECONDS=1800 (each)
	$(RUN) pip install --quiet --disable-pip-version-check --upgrade --target build/atheris 'atheris>=3,<4'
	PYTHONPATH=build/atheris KG_TRUST_RESULTS=build/trust \
	  $(RUN) tests.trust.fuzz --seconds $(or $(SECONDS),1800)

mutation: $(VENV)/.developed  ## Put faults into the core for the tests to find: make mutation MODULES=kg.files
	$(RUN) tests.mutation $(MODULES)

conformance: $(VENV)/.developed  ## Run the suites of the W3C: make conformance W3C=DIR
	@test -d "$(W3C)/sparql" || { echo "W3C=DIR names no copy of w3c/rdf-tests"; exit 2; }
	KG_W3C_TESTS=$(W3C) $(RUN) pytest -n 2 --dist loadfile \
	  tests/serve/test_w3c_queries.py tests/serve/test_w3c_protocol.py tests/trust/test_w3c_rdf.py

test-offline: $(VENV)/.developed  ## Run tests without network: make test-offline TESTS="tests/rdf ..."
	@unshare -rn true || { echo "Linux with network namespaces for users is needed"; exit 1; }
	unshare -rn sh -c 'ip link set lo up && exec $(RUN) pytest -n 2 --dist loadfile $(TESTS)'

audit: $(VENV)/.audited  ## Look for known vulnerabilities; list licences; write a bill of materials
	@mkdir -p build
	$(RUN) docs.dependencies licences > build/licences.tsv || { cat build/licences.tsv; exit 1; }
	$(VENV)/bin/cyclonedx-py environment --pyproject pyproject.toml --mc-type application \
	  --output-reproducible --output-format JSON -o build/sbom.json $(VENV)/bin/python
	$(RUN) docs.audit

hashes: $(VENV)/.audited  ## Write the versions of constraints.txt with their hashes
	$(VENV)/bin/uv pip compile constraints.txt --quiet --no-deps --generate-hashes --no-annotate \
	  --no-config --custom-compile-command "make hashes" -o requirements.hashed.txt

check: $(VENV)/.installed  ## Check the seeds: syntax, shapes, references, canonical form
	$(KG) check
	$(KG) format --check

lint: $(VENV)/.developed  ## Look for faults of style
	$(RUN) ruff check
	$(RUN) ruff format --check

type: $(VENV)/.developed  ## Check types
	$(RUN) mypy

format: $(VENV)/.developed  ## Rewrite code and seeds in canonical form
	$(RUN) ruff format
	$(KG) format

bench: $(VENV)/.developed  ## Measure against the raw engine
	$(RUN) benchmarks.measure > build/performance.md && cp build/performance.md docs/performance.md

bench-page: $(VENV)/.developed  ## Measure the page against plain pyvis, in Chromium
	$(KG) build
	$(RUN) benchmarks.page > build/page.md && cp build/page.md docs/page.md

bench-networks: $(VENV)/.developed  ## Measure the analysis of networks, beside SPARQL
	@mkdir -p build
	$(RUN) benchmarks.networks > build/networks.md && cp build/networks.md docs/networks.md

bench-scale: $(VENV)/.developed  ## Measure at 10,000, 100,000 and a million stances (hours)
	@mkdir -p build
	$(RUN) benchmarks.scale > build/scale.md && cp build/scale.md docs/scale.md

bench-serving: $(VENV)/.developed  ## Measure the server beside Oxigraph's, and under attack
	$(KG) build
	$(RUN) benchmarks.serving > build/serving.md && cp build/serving.md docs/serving.md

docs: $(VENV)/.developed  ## Write the pages that come from the program anew
	$(RUN) docs.generate

pictures: $(VENV)/.developed  ## Draw the page and the site anew, for the docs
	$(KG) build
	$(RUN) docs.pictures
	$(RUN) docs.site_pictures

questions: $(VENV)/.developed  ## Answer the three questions of the docs anew
	$(KG) build
	$(RUN) docs.questions

weights: $(VENV)/.developed  ## Fit the weights of the extractor to annotated texts
	for engine in rules nlp; do $(RUN) benchmarks.train --engine $$engine \
	  --examples benchmarks/examples/articles.$$engine.jsonl || exit; done

examples: $(VENV)/.developed  ## Read the examples for `weights` anew: make examples ARTICLES="DIR ..."
	for engine in rules nlp; do $(RUN) benchmarks.train --engine $$engine $(ARTICLES:%=--also %) \
	  --keep benchmarks/examples/articles.$$engine.jsonl -o build/weights.$$engine.json || exit; done

evaluate: $(VENV)/.developed  ## Measure the extractor on the annotated reports
	@mkdir -p build
	$(RUN) benchmarks.accuracy > build/accuracy.md && cp build/accuracy.md docs/accuracy.md

clean:  ## Remove what was made, and the environment
	rm -rf build dist $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis $(EDITOR)/yasgui.min.*
