#include "foundation/telemetry/metrics.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace attune::metrics {
namespace {

TEST(Metrics, CountersGaugesAndHistogramsRenderAsTextExposition) {
  Registry registry;
  registry.counter({.name = "requests_total", .help = "Requests.", .label_names = {"operation"}})
      .with({"GetRecommendations"})
      .increment(3);
  registry.gauge({.name = "connections", .help = "Open connections."}).with().set(2.5);
  registry.histogram({.name = "seconds", .help = "Time."}, {0.1, 1.0}).with().observe(0.5);
  const std::string text = registry.render();
  for (const char* line :
       {"# HELP requests_total Requests.\n", "# TYPE requests_total counter\n",
        "requests_total{operation=\"GetRecommendations\"} 3\n", "connections 2.5\n",
        "seconds_bucket{le=\"0.1\"} 0\n", "seconds_bucket{le=\"1\"} 1\n",
        "seconds_bucket{le=\"+Inf\"} 1\n", "seconds_count 1\n", "seconds_sum 0.5\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
  }
}

TEST(Metrics, LabelSetsBeyondTheBoundAreCountedTogetherAsOther) {
  Registry registry;
  const CounterFamily family = registry.counter(
      {.name = "calls", .help = "Calls.", .label_names = {"who"}, .series_count_max = 2});
  for (const char* who : {"a", "b", "c", "d", "a"}) family.with({who}).increment();
  const std::string text = registry.render();
  EXPECT_NE(text.find("calls{who=\"a\"} 2"), std::string::npos) << text;
  EXPECT_NE(text.find("calls{who=\"other\"} 2"), std::string::npos) << text;
  EXPECT_EQ(text.find("\"c\""), std::string::npos) << text;
}

TEST(Metrics, AHistogramsSnapshotInterpolatesInsideABucket) {
  Registry registry;
  const Histogram histogram =
      registry.histogram({.name = "h", .help = "H."}, {1.0, 2.0, 4.0}).with();
  EXPECT_EQ(histogram.snapshot().quantile(0.5), 0.0);
  for (int i = 0; i < 10; ++i) histogram.observe(0.5);
  for (int i = 0; i < 10; ++i) histogram.observe(3.0);
  HistogramSnapshot snapshot = histogram.snapshot();
  EXPECT_EQ(snapshot.count(), 20U);
  EXPECT_DOUBLE_EQ(snapshot.sum, 35.0);
  EXPECT_DOUBLE_EQ(snapshot.quantile(0.25), 0.5);
  EXPECT_DOUBLE_EQ(snapshot.quantile(0.5), 1.0);
  EXPECT_DOUBLE_EQ(snapshot.quantile(0.75), 3.0);
  EXPECT_DOUBLE_EQ(snapshot.quantile(1.0), 4.0);
  histogram.observe(1e9);
  EXPECT_DOUBLE_EQ(histogram.snapshot().quantile(1.0), 4.0);
}

TEST(Metrics, TheSameNameIsTheSameFamilyFromEveryThread) {
  Registry registry;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&registry] {
      const Counter counter = registry.counter({.name = "n", .help = "N."}).with();
      for (int step = 0; step < 1000; ++step) counter.increment();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_NE(registry.render().find("\nn 4000\n"), std::string::npos) << registry.render();
}

}  // namespace
}  // namespace attune::metrics
