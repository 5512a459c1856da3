# What a learner, an instructor and an author type. `make` alone lists it.

# The page that JupyterLab opens on.
START := notebooks/start-here.ipynb

# The environment, made when it is missing. PYTHON names the Python to make it with.
BIN := $(CURDIR)/.venv/bin

# Added to JupyterLab's command line: make lab LAB_FLAGS="--no-browser --port=9999"
LAB_FLAGS :=

.PHONY: help lab test check notebooks pictures gallery demo bench bench-scale constraints

help:
	@echo "make lab          open the course in JupyterLab"
	@echo "make demo         take a synthetic class through an instructor's week"
	@echo "make notebooks    rebuild the student edition from solutions/"
	@echo "make pictures     draw the pictures of the README and the guide again"
	@echo "make gallery      draw docs/gallery.md, every figure and explorer, again"
	@echo "make check        lint, check types and who imports whom"
	@echo "make test         run the tests"
	@echo "make bench        time what a learner and an instructor wait for"
	@echo "make bench-scale  time a class of ten thousand"
	@echo "make constraints  move constraints.txt to the newest versions"

# On Linux without a display, Python would open the page in a text browser if there is one.
ifeq ($(shell uname -s)$(DISPLAY)$(WAYLAND_DISPLAY)$(BROWSER),Linux)
NO_BROWSER := --no-browser
endif

# The server's root is the checkout, where nbgrader finds its settings; --allow-root is for containers.
lab: .venv/.course
	@PATH="$(BIN):$$PATH" "$(BIN)/jupyter" lab --allow-root --ServerApp.root_dir="$(CURDIR)" \
		--LabApp.default_url=/lab/tree/$(START) $(NO_BROWSER) $(LAB_FLAGS)

test: .venv/.dev
	"$(BIN)/python" -m pytest

check: .venv/.dev
	"$(BIN)/ruff" check .
	"$(BIN)/ruff" format --check .
	"$(BIN)/mypy"
	"$(BIN)/lint-imports" --no-cache

notebooks: .venv/.course
	"$(BIN)/autograder" notebooks

pictures: .venv/.dev
	"$(BIN)/python" docs/pictures.py
	"$(BIN)/python" -m docs.tour
	"$(BIN)/python" -m docs.screenshots

gallery: .venv/.course
	"$(BIN)/python" -m docs.gallery

demo: .venv/.course
	"$(BIN)/autograder" demo

bench: .venv/.course
	"$(BIN)/python" -m bench

bench-scale: .venv/.course
	"$(BIN)/python" -m bench scale

constraints: .venv/.dev
	"$(BIN)/python" -m pip install --upgrade --upgrade-strategy eager --editable ".[dev]"
	"$(BIN)/python" setup/constraints.py > constraints.new
	mv constraints.new constraints.txt

# A checkout that was moved or copied, or whose Python is gone, is set up from the beginning.
ifneq ($(shell test -x "$(BIN)/python" && cat .venv/.course 2>/dev/null),$(CURDIR))
.PHONY: .venv/.course
endif

.venv/.course: pyproject.toml constraints.txt setup/install setup/jupyterlab.json
	@setup/install .
	@pwd -P > $@

.venv/.dev: .venv/.course
	@setup/install ".[dev]"
	@touch $@
