#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "domain/data/import.h"
#include "domain/data/load.h"
#include "foundation/io/file_source.h"

// Measures one CSV of interactions: ATTUNE_BENCH_CSV names it, the segment is written beside.
namespace attune::data {
namespace {

std::string csv_path() {
  const char* path = std::getenv("ATTUNE_BENCH_CSV");
  return path == nullptr ? "" : path;
}

CsvFile csv_file() {
  return {.name = csv_path(), .open = []() -> Result<std::unique_ptr<io::ByteSource>> {
            auto source = io::FileSource::open(csv_path());
            if (!source) return std::unexpected(source.error());
            return std::move(*source);
          }};
}

void set_rate(benchmark::State& state, std::uint64_t rows) {
  state.SetItemsProcessed(static_cast<std::int64_t>(rows) *
                          static_cast<std::int64_t>(state.iterations()));
}

void import_interactions(benchmark::State& state) {
  const auto schema = guess_schema(DatasetType::kInteractions, csv_file());
  if (!schema) {
    state.SkipWithError(schema.error().message.c_str());
    return;
  }
  const std::vector<CsvFile> files{csv_file()};
  std::uint64_t rows = 0;
  for (auto _ : state) {
    const auto report = import_csv(*schema, files, csv_path() + ".segment", {});
    if (!report) {
      state.SkipWithError(report.error().message.c_str());
      return;
    }
    rows = report->rows_kept;
  }
  set_rate(state, rows);
}

void load_sequences(benchmark::State& state) {
  const auto schema = guess_schema(DatasetType::kInteractions, csv_file());
  const std::vector<std::string> paths{csv_path() + ".segment"};
  std::uint64_t rows = 0;
  for (auto _ : state) {
    const auto table = load_interactions(*schema, paths, {}, {});
    if (!table) {
      state.SkipWithError(table.error().message.c_str());
      return;
    }
    rows = table->row_count();
  }
  set_rate(state, rows);
}

BENCHMARK(import_interactions)->UseRealTime()->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(load_sequences)->UseRealTime()->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace attune::data

BENCHMARK_MAIN();
