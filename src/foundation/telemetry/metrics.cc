#include "foundation/telemetry/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

#include "foundation/base/check.h"

namespace attune::metrics {

/// A family of prometheus-cpp with the bound on its series.
template <typename Series>
struct BoundedFamily {
  Description description;
  std::vector<double> bounds;
  prometheus::Family<Series>* family = nullptr;
  std::mutex mutex;
  std::map<std::vector<std::string>, Series*> series;

  Series* with(const std::vector<std::string>& values) {
    ATTUNE_CHECK(values.size() == description.label_names.size());
    const std::scoped_lock lock(mutex);
    if (const auto found = series.find(values); found != series.end()) return found->second;
    if (series.size() < description.series_count_max || values.empty()) return add(values);
    const std::vector<std::string> other(values.size(), "other");
    if (const auto found = series.find(other); found != series.end()) return found->second;
    return add(other);
  }

 private:
  Series* add(const std::vector<std::string>& values) {
    prometheus::Labels labels;
    for (std::size_t index = 0; index < values.size(); ++index) {
      labels[description.label_names[index]] = values[index];
    }
    Series* made = nullptr;
    if constexpr (std::is_same_v<Series, prometheus::Histogram>) {
      made = &family->Add(labels, bounds);
    } else {
      made = &family->Add(labels);
    }
    series.emplace(values, made);
    return made;
  }
};

namespace {

template <typename Series>
using Families = std::map<std::string, std::unique_ptr<BoundedFamily<Series>>>;

}  // namespace

struct Registry::State {
  prometheus::Registry registry;
  std::mutex mutex;
  Families<prometheus::Counter> counters;
  Families<prometheus::Gauge> gauges;
  Families<prometheus::Histogram> histograms;

  template <typename Series, typename Build>
  BoundedFamily<Series>* family(Families<Series>& families, const Description& description,
                                const std::vector<double>& bounds, Build build) {
    const std::scoped_lock lock(mutex);
    auto& slot = families[description.name];
    if (slot == nullptr) {
      slot = std::make_unique<BoundedFamily<Series>>();
      slot->description = description;
      slot->bounds = bounds;
      slot->family = &build().Name(description.name).Help(description.help).Register(registry);
    }
    return slot.get();
  }
};

Registry::Registry() : state_(std::make_unique<State>()) {}
Registry::~Registry() = default;

CounterFamily Registry::counter(const Description& description) {
  return CounterFamily(
      state_->family(state_->counters, description, {}, [] { return prometheus::BuildCounter(); }));
}

GaugeFamily Registry::gauge(const Description& description) {
  return GaugeFamily(
      state_->family(state_->gauges, description, {}, [] { return prometheus::BuildGauge(); }));
}

HistogramFamily Registry::histogram(const Description& description,
                                    const std::vector<double>& bounds) {
  return HistogramFamily(state_->family(state_->histograms, description, bounds,
                                        [] { return prometheus::BuildHistogram(); }));
}

std::string Registry::render() const {
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, state_->registry.Collect());
  return std::move(out).str();
}

Counter CounterFamily::with(const std::vector<std::string>& values) const {
  return Counter(family_->with(values));
}
Gauge GaugeFamily::with(const std::vector<std::string>& values) const {
  return Gauge(family_->with(values));
}
Histogram HistogramFamily::with(const std::vector<std::string>& values) const {
  return Histogram(family_->with(values));
}

void Counter::increment(double by) const {
  series_->Increment(by);
}
void Gauge::set(double value) const {
  series_->Set(value);
}
void Gauge::add(double by) const {
  series_->Increment(by);
}
double HistogramSnapshot::quantile(double share) const {
  const double wanted = share * static_cast<double>(count());
  if (count() == 0) return 0;
  double lower_bound = 0;
  double lower_count = 0;
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    const auto upper_count = static_cast<double>(cumulative[i]);
    if (upper_count >= wanted && upper_count > lower_count) {
      if (!std::isfinite(bounds[i])) return lower_bound;
      const double part = (wanted - lower_count) / (upper_count - lower_count);
      return lower_bound + std::max(part, 0.0) * (bounds[i] - lower_bound);
    }
    if (std::isfinite(bounds[i])) lower_bound = bounds[i];
    lower_count = upper_count;
  }
  return lower_bound;
}

HistogramSnapshot Histogram::snapshot() const {
  const prometheus::ClientMetric::Histogram collected = series_->Collect().histogram;
  HistogramSnapshot snapshot;
  snapshot.sum = collected.sample_sum;
  for (const auto& bucket : collected.bucket) {
    snapshot.bounds.push_back(bucket.upper_bound);
    snapshot.cumulative.push_back(bucket.cumulative_count);
  }
  return snapshot;
}

void Histogram::observe(double value) const {
  series_->Observe(value);
}

std::vector<double> latency_bounds_seconds() {
  return {0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
          0.1,     0.25,   0.5,   1.0,    2.5,   5.0,  10.0};
}

}  // namespace attune::metrics
