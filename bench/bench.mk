# make bench-NAME prints a table and writes build/bench/NAME.json: {"name","value","unit","baseline","ratio","target"}.
BENCH_SCRIPTS := $(patsubst bench/bench_%.sh,bench-%,$(wildcard bench/bench_*.sh))
.PHONY: $(BENCH_SCRIPTS)
$(BENCH_SCRIPTS): bench-%:
	@tools/setup.sh test
	@cmake --preset release >/dev/null
	@$(CMAKE_BUILD) release --target attune benches
	@mkdir -p build/bench
	@bench/bench_$*.sh
