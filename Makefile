# make run: install what is missing and start everything.  make test: the same set-up, then all tests.
HOME_DIR ?= .kiosk
.DEFAULT_GOAL := help
.PHONY: help setup run test check tour gallery lock clean walk prove fuzz bench

help:
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

setup: ## install what is missing (Debian packages, .venv, font)
	@provisioning/install/setup.sh

run: setup ## start everything on this machine; Ctrl-C stops it
	@exec .venv/bin/kiosk demo --home $(HOME_DIR) --directory 385073

check: setup ## formatter, linter, type checker
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy

test: check ## all tests; a file is a unit, since those with a window or a demo share it; tests/order.py says which is first
	@.venv/bin/pytest -n 4 --dist loadfile --no-loadscope-reorder

tour: setup ## one visit, as pictures, into docs/pictures
	@.venv/bin/python -m tests.end_to_end.tour docs/pictures

gallery: setup ## every screen in every mode, language and orientation, into docs/gallery
	@.venv/bin/python -m tests.screens.sheets docs/gallery

lock: setup ## (for developers) resolve versions anew into requirements.lock
	@.venv/bin/pip install -q uv
	@.venv/bin/uv pip compile -q --upgrade --generate-hashes --no-header --no-emit-index-url --extra test setup.py -o requirements.lock
	@for one in requirements-bench tests/faults/requirements; do .venv/bin/uv pip compile -q --generate-hashes --no-header --no-emit-index-url --no-annotate -c requirements.lock $$one.txt -o $$one.lock; done
	@printf 'setuptools\nwheel\n' | .venv/bin/uv pip compile -q --upgrade --generate-hashes --no-header --no-emit-index-url --no-annotate - -o requirements-build.lock

clean: ## remove the virtual environment and the demo's state
	@rm -rf .venv $(HOME_DIR) build *.egg-info

walk: setup ## all 54 items through the window, and the ten packages in every situation; in both languages
	@WALK=all .venv/bin/pytest -n 3 tests/kiosk/test_walk_packages.py
	@.venv/bin/python -m tests.screens.window_walk
	@for what in "checks portrait layout" "checks landscape layout" "checks_reach portrait low" "checks_reach landscape low"; do \
		said=$$(.venv/bin/python -m tests.screens.$$what all 2>/dev/null); echo "$$what: $$said"; [ "$$said" = checked ] || exit 1; done

prove: setup ## the long proofs: power cuts, killed processes, broken networks and disks, confused citizens
	@.venv/bin/pip install -q --require-hashes -r tests/faults/requirements.lock
	@.venv/bin/python -m tests.faults.power_cuts
	@.venv/bin/python -m tests.faults.power_cuts_outside
	@.venv/bin/python -m tests.faults.failing_disk
	@.venv/bin/python -m tests.faults.process_death
	@.venv/bin/python -m tests.faults.networks
	@.venv/bin/python -m tests.faults.tus_peers
	@.venv/bin/python -m tests.faults.secrecy
	@.venv/bin/python -m tests.network.alone
	@.venv/bin/python -m tests.kiosk.directory.full_size
	@.venv/bin/python -m tests.screens.window_wander --portrait
	@.venv/bin/python -m tests.screens.window_wander --landscape

fuzz: setup ## a million inputs for each parser of bytes from outside
	@.venv/bin/pip install -q --require-hashes -r tests/fuzz/requirements.lock
	@.venv/bin/python -m tests.fuzz.run
	@.venv/bin/python -m tests.fuzz.wire

bench: setup ## speed, each figure beside what it is compared with
	@.venv/bin/python -m tests.benchmarks.card_reads
	@.venv/bin/python -m tests.benchmarks.codes_pages_receipts
	@.venv/bin/python -m tests.benchmarks.directory
	@.venv/bin/python -m tests.benchmarks.typing
	@.venv/bin/python -m tests.benchmarks.speech
	@.venv/bin/pip install -q --require-hashes -r requirements-bench.lock -r tests/faults/requirements.lock
	@.venv/bin/python -m tests.benchmarks.enqueue
	@.venv/bin/python -m tests.benchmarks.sending
	@.venv/bin/python -m tests.benchmarks.load
	@.venv/bin/python -m tests.benchmarks.window_start
	@.venv/bin/python -m tests.benchmarks.window_frames
	@.venv/bin/python -m tests.benchmarks.window_visits
