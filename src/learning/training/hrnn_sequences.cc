#include "learning/training/hrnn_sequences.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "learning/training/context_columns.h"

namespace attune::training {
namespace {

constexpr double kDay = 86'400.0;
constexpr std::size_t kValleyFirst = 8;  // 2^8 s: 4 minutes
constexpr std::size_t kValleyLast = 19;  // 2^20 s: 12 days
constexpr double kValleyDepth = 1.5;
constexpr std::uint32_t kNoRow = 0xFFFFFFFF;
constexpr std::size_t kSampledTimesMax = 100'000;

bool has_common_clock(const data::InteractionTable& table) {
  std::optional<std::int64_t> first;
  std::size_t users = 0;
  for (std::size_t u = 0; u < table.user_count(); ++u) {
    if (table.offsets[u] == table.offsets[u + 1]) continue;
    const std::int64_t start = table.timestamp_s[table.offsets[u]];
    if (first && start != *first) return true;
    first = start;
    ++users;
  }
  return users == 1;
}

/// The weight of a target by its age.
class Recency {
 public:
  Recency(const data::InteractionTable& table, bool on) {
    if (!on || !has_common_clock(table)) return;
    const std::size_t stride = table.row_count() / kSampledTimesMax + 1;
    for (std::size_t row = 0; row < table.row_count(); row += stride) {
      times_.push_back(table.timestamp_s[row]);
    }
    std::ranges::sort(times_);
  }
  [[nodiscard]] double weight(std::int64_t timestamp_s) const {
    if (times_.empty()) return 1.0;
    const auto newer =
        static_cast<double>(times_.end() - std::ranges::upper_bound(times_, timestamp_s));
    return std::exp2(-kRecencyHalvings * newer / static_cast<double>(times_.size()));
  }

 private:
  std::vector<std::int64_t> times_;  // ascending, of evenly chosen events
};

double type_weight(const features::TrainingSet& data, data::EventTypeIndex type) {
  const std::size_t index = data::raw(type);
  return index < data.event_type_weights.size() ? data.event_type_weights[index] : 1.0;
}

/// Rows for the items that occur, in the order of their indices.
std::vector<std::uint32_t> assign_rows(const data::InteractionTable& table,
                                       HrnnSequences& sequences) {
  std::vector<std::uint32_t> counts(table.item_count(), 0);
  for (const data::ItemIndex item : table.item) ++counts[data::raw(item)];
  std::vector<std::uint32_t> rows(counts.size(), kNoRow);
  for (std::uint32_t item = 0; item < counts.size(); ++item) {
    if (counts[item] == 0) continue;
    rows[item] = static_cast<std::uint32_t>(sequences.items.size());
    sequences.items.push_back(item);
    sequences.item_events.push_back(counts[item]);
  }
  return rows;
}

/// Gives each event the inputs of its metadata.
void add_contexts(const data::InteractionTable& table, HrnnSequences& sequences) {
  std::vector<models::ContextInput> all;
  for (std::size_t r = 0; r < table.row_count(); ++r) {
    const std::size_t before = all.size();
    sequences.rules.add_context(table.context_of(r), all);
    sequences.events[r].context_count = static_cast<std::uint8_t>(all.size() - before);
  }
  sequences.contexts = std::make_shared<const std::vector<models::ContextInput>>(std::move(all));
  const models::ContextInput* next = sequences.contexts->data();
  for (models::HrnnEvent& event : sequences.events) {
    event.context_data = next;
    next += event.context_count;
  }
}

}  // namespace

double session_gap_of(const data::InteractionTable& table) {
  std::array<double, models::kGapBuckets> histogram{};
  for (std::size_t u = 0; u < table.user_count(); ++u) {
    for (std::size_t r = table.offsets[u] + 1; r < table.offsets[u + 1]; ++r) {
      histogram[models::gap_bucket(table.timestamp_s[r - 1], table.timestamp_s[r])] += 1.0;
    }
  }
  double best = kValleyDepth;
  double gap = kDay;
  for (std::size_t v = kValleyFirst; v <= kValleyLast; ++v) {
    const auto at = histogram.begin() + static_cast<std::ptrdiff_t>(v);
    const double left = *std::max_element(histogram.begin() + 1, at);
    const double right = *std::max_element(at + 1, histogram.end());
    const double depth = std::min(left, right) / std::max(*at, 1.0);
    if (depth <= best) continue;
    best = depth;
    gap = std::exp2(static_cast<double>(v) + 0.5);
  }
  return gap;
}

HrnnSequences make_sequences(const features::TrainingSet& data, const SequenceOptions& options) {
  const data::InteractionTable& table = data.interactions;
  HrnnSequences sequences;
  sequences.rules.session_gap_s =
      options.session_gap_s > 0.0 ? options.session_gap_s : session_gap_of(table);
  sequences.rules.event_type_count = table.event_types ? table.event_types->size() : 0;
  sequences.rules.event_value = learn_scale(table.event_value);
  if (options.context) sequences.rules.context = learn_context(table);
  sequences.offsets = table.offsets;
  if (sequences.offsets.empty()) sequences.offsets.push_back(0);
  const auto rows = assign_rows(table, sequences);
  const Recency recency(table, options.recency_mask);
  sequences.events.reserve(table.row_count());
  sequences.target_weights.reserve(table.row_count());
  for (std::size_t u = 0; u < table.user_count(); ++u) {
    std::optional<std::int64_t> before;
    for (std::size_t r = table.offsets[u]; r < table.offsets[u + 1]; ++r) {
      const data::Interaction interaction = table.row(r);
      models::HrnnEvent event = sequences.rules.event_of(interaction, before);
      event.item = rows[data::raw(interaction.item)];
      before = interaction.timestamp_s;
      sequences.events.push_back(event);
      sequences.target_weights.push_back(
          static_cast<float>(recency.weight(interaction.timestamp_s) *
                             std::max(type_weight(data, interaction.event_type), 0.0)));
    }
  }
  if (sequences.rules.context.row_count() > 0) add_contexts(table, sequences);
  return sequences;
}

}  // namespace attune::training
