#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace attune::metrics {

template <typename Series>
struct BoundedFamily;

/// A metric and its labels, in Prometheus' words. Names match [a-zA-Z_:][a-zA-Z0-9_:]*.
struct Description {
  std::string name;
  std::string help;
  std::vector<std::string> label_names = {};
  /// More label sets than this are counted together under the value "other" for every label.
  std::size_t series_count_max = 200;
};

/// Handles are cheap to copy, thread-safe, and valid as long as their Registry. Keep the handle on
/// a hot path; `with` looks it up under a lock.
class Counter {
 public:
  void increment(double by = 1.0) const;  // by >= 0

 private:
  friend class CounterFamily;
  explicit Counter(prometheus::Counter* series) : series_(series) {}
  prometheus::Counter* series_;
};

class Gauge {
 public:
  void set(double value) const;
  void add(double by) const;

 private:
  friend class GaugeFamily;
  explicit Gauge(prometheus::Gauge* series) : series_(series) {}
  prometheus::Gauge* series_;
};

/// What a histogram counted so far.
struct HistogramSnapshot {
  std::vector<double> bounds;             // upper ones; the last is infinity
  std::vector<std::uint64_t> cumulative;  // by bound
  double sum = 0;

  [[nodiscard]] std::uint64_t count() const { return cumulative.empty() ? 0 : cumulative.back(); }
  /// Of `share` in [0, 1], linear inside a bucket; at most the last finite bound; 0 of no values.
  [[nodiscard]] double quantile(double share) const;
};

class Histogram {
 public:
  void observe(double value) const;
  [[nodiscard]] HistogramSnapshot snapshot() const;

 private:
  friend class HistogramFamily;
  explicit Histogram(prometheus::Histogram* series) : series_(series) {}
  prometheus::Histogram* series_;
};

/// All series of one metric. `values` are in the order of `label_names` and as many.
class CounterFamily {
 public:
  [[nodiscard]] Counter with(const std::vector<std::string>& values = {}) const;

 private:
  friend class Registry;
  explicit CounterFamily(BoundedFamily<prometheus::Counter>* family) : family_(family) {}
  BoundedFamily<prometheus::Counter>* family_;
};

class GaugeFamily {
 public:
  [[nodiscard]] Gauge with(const std::vector<std::string>& values = {}) const;

 private:
  friend class Registry;
  explicit GaugeFamily(BoundedFamily<prometheus::Gauge>* family) : family_(family) {}
  BoundedFamily<prometheus::Gauge>* family_;
};

class HistogramFamily {
 public:
  [[nodiscard]] Histogram with(const std::vector<std::string>& values = {}) const;

 private:
  friend class Registry;
  explicit HistogramFamily(BoundedFamily<prometheus::Histogram>* family) : family_(family) {}
  BoundedFamily<prometheus::Histogram>* family_;
};

/// Upper bounds, in seconds, that resolve both a sub-millisecond answer and a slow one.
[[nodiscard]] std::vector<double> latency_bounds_seconds();

/// The metrics of a process, rendered as Prometheus' text exposition. Made once where the program
/// is wired and passed on. Thread-safe. The same name asked for twice is the same family.
class Registry {
 public:
  Registry();
  ~Registry();
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  [[nodiscard]] CounterFamily counter(const Description& description);
  [[nodiscard]] GaugeFamily gauge(const Description& description);
  /// `bounds` rise strictly; the bucket above the last one is added.
  [[nodiscard]] HistogramFamily histogram(const Description& description,
                                          const std::vector<double>& bounds);

  /// Content type "text/plain; version=0.0.4".
  [[nodiscard]] std::string render() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace attune::metrics
