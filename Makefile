# Everything works from a fresh clone: the first target that needs .venv makes it.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup demo test lab release grade bench bench-watch diagnosis attacks notebooks models

setup: .venv/ready

.venv/ready: pyproject.toml uv.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it with make PYTHON=…")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv sync --quiet --frozen --extra dev --inexact --compile-bytecode --system-certs
	@command -v bwrap >/dev/null && $(BIN)/python -c 'import ctypes; ctypes.CDLL("libseccomp.so.2")' 2>/dev/null || \
		{ [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq bubblewrap libseccomp2; } || \
		echo "submissions cannot be isolated without bubblewrap and libseccomp (apt install bubblewrap libseccomp2)"
	touch $@

# make demo ALL=1 grades the whole class over all assignments
demo: .venv/ready
	$(BIN)/course demo $(if $(ALL),--all)

# One thread each: pytest works in several processes.
test: export OPENBLAS_NUM_THREADS = 1
test: export OMP_NUM_THREADS = 1
test: export TF_NUM_INTRAOP_THREADS = 1
test: .venv/ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(MAKE) -j 2 proofs released
	$(MAKE) docs
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder --durations 15 --durations-min 5

# Both at once: neither keeps two processors busy all the time.
.PHONY: proofs released
proofs: .venv/ready
	$(BIN)/course verify --changed --seconds 1
released: .venv/ready
	$(BIN)/course release --check

# Not --quiet, with which warnings would not count. The variable silences advice on Material's successor.
.PHONY: docs
docs: .venv/ready
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build

# JupyterLab as students have it, in build/lab, where work stays; make lab AS=instructor opens the course's own folder
lab: .venv/ready
ifeq ($(AS),instructor)
	$(BIN)/jupyter lab
else
	$(BIN)/course bundle build/lab --update
	$(BIN)/python build/lab/start.py --here
endif

release: .venv/ready
	$(BIN)/course release

# make grade ID=a15_planar_classification
grade: .venv/ready
	$(BIN)/course grade $(ID)

# make bench MANY=1000 also watches the memory over so many submissions
bench: .venv/ready
	$(BIN)/python -m benchmarks.bench $(if $(MANY),--many $(MANY))

# make bench-watch MINUTES=10 COUNT=500: a class hands in, and course watch answers
bench-watch: .venv/ready
	$(BIN)/python -m benchmarks.watch $(if $(MINUTES),--minutes $(MINUTES)) $(if $(COUNT),--count $(COUNT))

# make diagnosis ID=a15_planar_classification
diagnosis: .venv/ready
	$(BIN)/python -m benchmarks.diagnosis $(ID)

attacks: .venv/ready
	$(BIN)/python -m benchmarks.attacks

# every proof on all its inputs, every notebook whole, then the long runs that they show, and the small models: hours
notebooks: .venv/ready
	$(BIN)/course verify
	COURSE_NOTEBOOKS=all $(BIN)/pytest tests/test_notebooks.py -n 2 --durations 30 --durations-min 1
	$(BIN)/python -m data.long_runs
	$(MAKE) models

# trains the small models of data/ anew, in minutes each; their weights are committed
models: .venv/ready
	$(BIN)/python -m data.train_roads
	$(BIN)/python -m data.train_faces
	$(BIN)/python -m data.train_signs_resnet
	$(BIN)/python -m data.train_vgg
