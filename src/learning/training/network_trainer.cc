#include "learning/training/network_trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>
#include <string>
#include <thread>
#include <utility>

#include "foundation/base/random.h"
#include "foundation/tensor/gemv.h"
#include "learning/training/entity_features.h"
#include "learning/training/item_table.h"
#include "learning/training/negative_sampler.h"
#include "learning/training/paired_difference.h"
#include "learning/training/validation.h"

namespace attune::training {
namespace {

constexpr double kWarmUpShare = 0.05;
constexpr double kIdDropout = 0.1;
constexpr std::size_t kStepsPerEpochMin = 64;  // small data: smaller batches, not fewer steps
constexpr std::size_t kBatchUsersMin = 8;
constexpr std::size_t kWorkersMax = 256;
constexpr double kReportEvery_s = 0.5;

enum Stream : std::uint64_t { kWeights = 1, kItems, kOrder, kNegatives, kDropout, kIds, kCuts };

std::size_t worker_count(const NetworkTraining& options) {
  const std::size_t asked = options.worker_count > 0
                                ? options.worker_count
                                : std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
  return std::min(asked, kWorkersMax);
}

SplitOptions split_options(const NetworkTraining& options) {
  return {.validation_user_share = options.validation_user_share, .seed = options.seed};
}

nn::SparseRows features_of(const std::shared_ptr<const data::EntityTable>& table,
                           const std::shared_ptr<const data::Vocabulary>& ids) {
  if (!table || !ids) return {};
  return entity_features(*table, *ids);
}

class Trainer {
 public:
  Trainer(const features::TrainingSet& data, const NetworkTraining& options,
          const MakeNetwork& make, ProgressSink& progress)
      : data_(data),
        options_(options),
        progress_(progress),
        sequences_(make_sequences(data, {.session_gap_s = options.session_gap_s,
                                         .recency_mask = options.recency_mask,
                                         .context = options.context})),
        split_(make_split(sequences_.offsets, split_options(options))),
        network_(make(sequences_, features_of(data.users, data.interactions.users))),
        exchange_(options.exchange != nullptr ? *options.exchange : alone_),
        team_(worker_count(options)),
        random_(options.seed),
        dense_(network_->start_values(random_.fork(kWeights).next())),
        mean_(dense_.size(), 0.0F),
        square_(dense_.size(), 0.0F),
        table_({.rows = sequences_.items.size(), .hidden = network_->hidden()},
               features_of(data.items, data.interactions.items), sequences_.items,
               random_.fork(kItems).next()),
        sampler_(sequences_.item_events),
        sampled_(sequences_.items.size() > options.full_softmax_items_max) {
    all_rows_.resize(sequences_.items.size());
    for (std::uint32_t row = 0; row < all_rows_.size(); ++row) all_rows_[row] = row;
    if (sampled_) compact_of_.assign(all_rows_.size(), 0);
    for (std::size_t w = 0; w < team_.size(); ++w) workers_.emplace_back(*network_);
  }

  Result<std::unique_ptr<models::Model>> run();

 private:
  struct Best {
    std::vector<double> gains;  // by validation user
    std::vector<float> dense;
    ItemTable::Snapshot items;
    int epochs_worse = 0;  // in a row, since then
  };

  [[nodiscard]] std::size_t batch_users() const {
    const std::size_t small = split_.training_users.size() / kStepsPerEpochMin;
    return std::min(options_.batch_users, std::max(small, kBatchUsersMin));
  }
  [[nodiscard]] std::size_t steps_per_epoch() const {
    return (split_.training_users.size() + batch_users() - 1) / batch_users();
  }
  [[nodiscard]] double learning_rate() const;
  /// A worker's number among those of all processes.
  [[nodiscard]] std::size_t number_of(std::size_t worker) const {
    return exchange_.rank() * team_.size() + worker;
  }
  bool run_epoch(int epoch);
  void take_step(std::span<const std::uint32_t> users);
  double load_shards(std::span<const std::uint32_t> users);
  void choose_rows(std::span<const std::uint32_t> users);
  void sum_gradients(const ItemTable::Step& step);
  void update(const ItemTable::Step& step);
  [[nodiscard]] std::vector<double> validate();
  void compare(std::vector<double> gains, Best& best) const;
  bool report(std::string stage, std::optional<double> ndcg);
  [[nodiscard]] StepWeights step_weights() const;
  std::unique_ptr<models::Model> finish();

  const features::TrainingSet& data_;
  const NetworkTraining& options_;
  ProgressSink& progress_;
  HrnnSequences sequences_;
  Split split_;
  std::unique_ptr<Network> network_;
  NoExchange alone_;
  GradientExchange& exchange_;
  WorkerTeam team_;
  std::vector<NetworkWorker> workers_;
  Random random_;
  std::vector<float> dense_, mean_, square_;
  ItemTable table_;
  NegativeSampler sampler_;
  bool sampled_;
  std::vector<std::uint32_t> all_rows_, step_rows_, compact_of_;
  NegativeSampler::Draw negatives_;
  nn::Buffer items_;
  std::vector<float> bias_;
  std::uint64_t step_ = 0;
  int epoch_ = 0;
  double loss_ = 0.0;
  double loss_weight_ = 0.0;
  double events_ = 0.0;
  double train_seconds_ = 0.0;
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point reported_ = begun_;
};

double seconds_since(std::chrono::steady_clock::time_point from) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
}

double Trainer::learning_rate() const {
  const double total = static_cast<double>(steps_per_epoch()) * options_.epoch_count;
  const double done = static_cast<double>(step_) / total;
  const double warm =
      std::min(1.0, (static_cast<double>(step_) + 1.0) / std::max(1.0, total * kWarmUpShare));
  const double cosine = 0.5 * (1.0 + std::cos(std::numbers::pi * std::min(done, 1.0)));
  return options_.learning_rate * warm * cosine;
}

StepWeights Trainer::step_weights() const {
  return {.dense = dense_, .items = items_.view(), .bias = bias_};
}

/// Deals the users' stretches, longest first, over the workers; returns the sum of their weights.
double Trainer::load_shards(std::span<const std::uint32_t> users) {
  std::vector<Stretch> stretches;
  for (const std::uint32_t user : users) {
    stretches.push_back(training_stretch(sequences_, split_, user, options_.sequence_length_max));
  }
  std::ranges::stable_sort(stretches, std::ranges::greater{}, &Stretch::length);
  std::vector<std::vector<Stretch>> shards(exchange_.process_count() * team_.size());
  double weight = 0.0;
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    shards[i % shards.size()].push_back(stretches[i]);
    const bool starts = stretches[i].first == sequences_.offsets[stretches[i].user];
    const std::size_t first = starts && network_->predicts_first_event() ? 0 : 1;
    for (std::size_t t = first; t <= stretches[i].length; ++t) {
      weight += static_cast<double>(sequences_.target_weights[stretches[i].first + t]);
    }
    events_ += static_cast<double>(stretches[i].length);
  }
  team_.run(
      [&](std::size_t worker) { workers_[worker].load(sequences_, shards[number_of(worker)]); });
  return weight;
}

/// The rows that a sampled step needs, negatives first, and their compact positions.
void Trainer::choose_rows(std::span<const std::uint32_t> users) {
  negatives_ = sampler_.draw(options_.sampled_negative_count, random_.fork(kNegatives).fork(step_));
  step_rows_ = negatives_.rows;
  constexpr std::uint32_t kNone = 0xFFFFFFFF;
  const auto add = [&](std::uint32_t row) {
    if (compact_of_[row] != kNone) return;
    compact_of_[row] = static_cast<std::uint32_t>(step_rows_.size());
    step_rows_.push_back(row);
  };
  std::vector<Stretch> stretches;
  for (const std::uint32_t user : users) {
    stretches.push_back(training_stretch(sequences_, split_, user, options_.sequence_length_max));
  }
  for (const Stretch& stretch : stretches) {
    for (std::size_t t = 0; t <= stretch.length; ++t) {
      compact_of_[sequences_.events[stretch.first + t].item] = kNone;
    }
  }
  for (std::uint32_t k = 0; k < negatives_.rows.size(); ++k) compact_of_[negatives_.rows[k]] = k;
  for (const Stretch& stretch : stretches) {
    for (std::size_t t = 0; t <= stretch.length; ++t) {
      add(sequences_.events[stretch.first + t].item);
    }
  }
}

void Trainer::take_step(std::span<const std::uint32_t> users) {
  const double weight = load_shards(users);
  if (sampled_) choose_rows(users);
  const ItemTable::Step step{.rows = sampled_ ? step_rows_ : all_rows_,
                             .id_dropout = table_.has_features() ? kIdDropout : 0.0,
                             .seed = random_.fork(kIds).fork(step_).next()};
  items_.reshape(step.rows.size(), network_->hidden());
  bias_.resize(step.rows.size());
  const nn::Sample sample{.count = negatives_.rows.size(), .log_chance = negatives_.log_chance};
  team_.run([&](std::size_t worker) {
    table_.gather(step, slice_of(step.rows.size(), worker, team_.size()), items_.view(), bias_);
  });
  team_.run([&](std::size_t worker) {
    const StepPlan plan{
        .sample = sampled_ ? &sample : nullptr,
        .compact_of = compact_of_,
        .noise = {.dropout_seed = random_.fork(kDropout).fork(step_).fork(number_of(worker)).next(),
                  .cuts = random_.fork(kCuts).fork(step_)},
        .precision = options_.precision};
    workers_[worker].learn(step_weights(), plan, weight > 0.0 ? 1.0 / weight : 0.0);
  });
  for (NetworkWorker& worker : workers_) loss_ += worker.loss() * weight;
  loss_weight_ += weight;
  sum_gradients(step);
  update(step);
}

/// Adds the gradients of all processes' workers, in their order, to the first worker's.
void Trainer::sum_gradients(const ItemTable::Step& step) {
  NetworkWorker& first_worker = workers_[0];
  const std::span<float> gradients[] = {
      first_worker.d_dense(),
      first_worker.d_bias(),
      {first_worker.d_items().data, step.rows.size() * first_worker.d_items().columns}};
  exchange_.add_earlier(gradients);
  team_.run([&](std::size_t worker) {
    const Slice dense = slice_of(dense_.size(), worker, team_.size());
    const Slice rows = slice_of(step.rows.size(), worker, team_.size());
    const auto part = [&](NetworkWorker& w) {
      return w.d_dense().subspan(dense.first, dense.last - dense.first);
    };
    for (std::size_t other = 1; other < workers_.size(); ++other) {
      tensor::add_scaled(1.0F, part(workers_[other]), part(workers_[0]));
      for (std::size_t k = rows.first; k < rows.last; ++k) {
        tensor::add_scaled(1.0F, workers_[other].d_items().row_span(k),
                           workers_[0].d_items().row_span(k));
        workers_[0].d_bias()[k] += workers_[other].d_bias()[k];
      }
    }
  });
  exchange_.share_sum(gradients);
}

/// Moves the weights.
void Trainer::update(const ItemTable::Step& step) {
  const tensor::AdamStep adam{.step = step_ + 1, .learning_rate = learning_rate()};
  team_.run([&](std::size_t worker) {
    const Slice dense = slice_of(dense_.size(), worker, team_.size());
    const auto own = [&](std::span<float> values) {
      return values.subspan(dense.first, dense.last - dense.first);
    };
    tensor::adam(adam, own(workers_[0].d_dense()), own(dense_), own(mean_), own(square_));
    table_.update(step, adam, slice_of(step.rows.size(), worker, team_.size()),
                  workers_[0].d_items(), workers_[0].d_bias());
  });
  table_.update_metadata(step, adam, workers_[0].d_items());
}

/// False: cancelled.
bool Trainer::run_epoch(int epoch) {
  epoch_ = epoch;
  loss_ = loss_weight_ = 0.0;
  std::vector<std::uint32_t> order = split_.training_users;
  Random random = random_.fork(kOrder).fork(static_cast<std::uint64_t>(epoch));
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
  for (std::size_t first = 0; first < order.size(); first += batch_users()) {
    const auto begun = std::chrono::steady_clock::now();
    take_step(std::span(order).subspan(first, std::min(batch_users(), order.size() - first)));
    ++step_;
    train_seconds_ += seconds_since(begun);
    const bool stop = seconds_since(reported_) >= kReportEvery_s && !report("train", {});
    if (exchange_.any(stop)) return false;
  }
  return true;
}

std::vector<double> Trainer::validate() {
  items_.reshape(all_rows_.size(), network_->hidden());
  bias_.resize(all_rows_.size());
  const ItemTable::Step all{.rows = all_rows_};
  team_.run([&](std::size_t worker) {
    table_.gather(all, slice_of(all_rows_.size(), worker, team_.size()), items_.view(), bias_);
  });
  return validation_gains_at_10(sequences_, split_, step_weights(), workers_, team_,
                                options_.sequence_length_max);
}

/// Few users cannot tell neighbouring epochs apart: only what is worse beyond chance counts against
/// an epoch, for the last ones, of small steps, are the ones to keep.
void Trainer::compare(std::vector<double> gains, Best& best) const {
  const PairedDifference ahead =
      best.gains.empty() ? PairedDifference{} : paired_difference(gains, best.gains);
  if (ahead.mean >= 0.0) {
    best = {std::move(gains), dense_, table_.snapshot(), 0};
  } else {
    best.epochs_worse = ahead.mean < -ahead.error ? best.epochs_worse + 1 : 0;
  }
}

bool Trainer::report(std::string stage, std::optional<double> ndcg) {
  reported_ = std::chrono::steady_clock::now();
  const double total = static_cast<double>(steps_per_epoch()) * options_.epoch_count;
  const double fraction = std::min(1.0, static_cast<double>(step_) / total);
  const double elapsed = seconds_since(begun_);
  return progress_.report(
      {.stage = std::move(stage),
       .epoch = epoch_,
       .epoch_count = options_.epoch_count,
       .fraction = fraction,
       .loss = loss_weight_ > 0.0 ? std::optional(loss_ / loss_weight_) : std::nullopt,
       .validation_ndcg_at_10 = ndcg,
       .events_per_s = train_seconds_ > 0.0 ? events_ / train_seconds_ : 0.0,
       .elapsed_s = elapsed,
       .remaining_s = fraction > 0.0 ? elapsed * (1.0 - fraction) / fraction : 0.0});
}

Result<std::unique_ptr<models::Model>> Trainer::run() {
  if (split_.training_users.empty()) {
    return invalid_input("interactions: no user has two events; a sequence needs at least two");
  }
  const auto cancelled = [] { return failure(ErrorCode::kCancelled, "training was stopped"); };
  Best best;
  for (int epoch = 1; epoch <= options_.epoch_count; ++epoch) {
    if (!run_epoch(epoch)) return cancelled();
    if (split_.validation_users.empty()) {
      if (exchange_.any(!report("train", {}))) return cancelled();
      continue;
    }
    std::vector<double> gains = validate();
    const double ndcg = mean_of(gains);
    compare(std::move(gains), best);
    if (exchange_.any(!report("validate", ndcg))) return cancelled();
    if (options_.patience > 0 && best.epochs_worse >= options_.patience) break;
  }
  if (best.epochs_worse > 0) {
    dense_ = std::move(best.dense);
    table_.restore(best.items);
  }
  return finish();
}

std::unique_ptr<models::Model> Trainer::finish() {
  auto folded = table_.fold(data_.interactions.item_count(), sequences_.item_events);
  return network_->finish({.rules = sequences_.rules,
                           .dense = std::move(dense_),
                           .items = std::move(folded.vectors),
                           .item_bias = std::move(folded.bias)});
}

}  // namespace

Result<void> check(const NetworkTraining& o) {
  if (o.sequence_length_max == 0) return invalid_input("sequence_length_max: must be positive");
  if (o.batch_users == 0) return invalid_input("batch_users: must be positive");
  if (o.epoch_count <= 0) return invalid_input("epoch_count: must be positive");
  if (o.sampled_negative_count == 0) {
    return invalid_input("sampled_negative_count: must be positive");
  }
  if (!(o.learning_rate > 0.0 && o.learning_rate <= 1.0)) {
    return invalid_input("learning_rate: must be above 0 and at most 1");
  }
  return {};
}

Result<std::unique_ptr<models::Model>> train_network(const features::TrainingSet& data,
                                                     const NetworkTraining& options,
                                                     const MakeNetwork& make,
                                                     ProgressSink& progress) {
  return Trainer(data, options, make, progress).run();
}

std::vector<std::uint32_t> held_out_users(const data::InteractionTable& table,
                                          const NetworkTraining& options) {
  if (table.offsets.empty()) return {};
  return make_split(table.offsets, split_options(options)).validation_users;
}

std::size_t padded_width(std::size_t width) {
  constexpr std::size_t kLanes = 16;
  return (std::max<std::size_t>(width, 1) + kLanes - 1) / kLanes * kLanes;
}

}  // namespace attune::training
