# The two commands of the README are `make demo` and `make test`; each sets up what it needs.
SHELL := /bin/bash
CMAKE_BUILD := cmake --build --preset
export CCACHE_BASEDIR := $(CURDIR)
export CCACHE_NOHASHDIR := 1
RELEASE := build/release/bin

.PHONY: help build demo test unit asan tsan fuzz end-to-end crash lint format clean

help:  ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

build:  ## Build build/release/bin/attune
	@tools/setup.sh build
	@cmake --preset release >/dev/null
	@$(CMAKE_BUILD) release --target attune

demo: build  ## Start a server, put a shop through the whole loop (DATA=folder, KEEP=1)
	@tools/setup.sh demo
	@/usr/bin/python3 tools/demo.py --attune $(RELEASE)/attune $(if $(DATA),--data $(DATA)) $(if $(KEEP),--keep)

test:  ## Everything CI runs: unit suites (with sanitizers), fuzz replay, end to end, crash
	@tools/setup.sh test
	@tools/test.sh

unit:  ## Unit suites, quick build
	@tools/setup.sh build
	@cmake --preset dev >/dev/null && $(CMAKE_BUILD) dev && ctest --preset dev

asan:  ## Unit suites under address and undefined-behaviour sanitizers
	@cmake --preset asan >/dev/null && $(CMAKE_BUILD) asan && ctest --preset asan

tsan:  ## Suites of the rooms with threads under the thread sanitizer
	@tools/tsan.sh

fuzz:  ## Build the fuzz targets, replay their corpora, then fuzz each for FUZZ_SECONDS (20)
	@tools/fuzz.sh $(or $(FUZZ_SECONDS),20)

end-to-end: build  ## The AWS CLI and boto3 against a real server
	@tools/setup.sh test
	@build/venv/bin/pytest tests/end_to_end tests/conformance tests/crash

lint:  ## Formatting, layers, tidy rules of the repository
	@tools/lint.sh

format:  ## Format every source
	@git ls-files '*.h' '*.cc' | xargs clang-format-19 -i

clean:  ## Remove everything that was built
	rm -rf build

-include bench/bench.mk
