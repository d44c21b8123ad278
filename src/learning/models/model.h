#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "learning/models/artefact.h"

namespace attune::models {

/// What a model remembers of one user: a hidden state, recent items. Made by its model only.
class UserState {
 public:
  virtual ~UserState() = default;
  [[nodiscard]] virtual std::unique_ptr<UserState> clone() const = 0;
};

/// A streamed event for what a model counts of all users between trainings.
struct StreamedEvent {
  std::uint64_t user = 0;  // the same for the same user
  data::Interaction event;
  /// Items of the user's history in training, oldest first; asked for when the user is new here.
  std::span<const data::ItemIndex> trained;
};

/// What streamed events add to a model, shared by all users of a campaign. Made by its model only,
/// which outlives it. Thread-safe; memory is bounded.
class LiveCounts {
 public:
  virtual ~LiveCounts() = default;
  /// Events in the order in which they came. Items beyond the model's are ignored.
  virtual void observe(const StreamedEvent& streamed) = 0;
};

/// When a question is asked, in which circumstances, and what has happened since training.
struct Moment {
  std::optional<std::int64_t> now_s = {};  // nothing counted from then on; none: the user's newest
  const LiveCounts* live = nullptr;        // of this model; tells the time instead of now_s
  /// What is known of the event to come (device, place), by column of the training's interactions.
  data::ContextCells context = {};
};

/// A trained model, immutable: training and serving run this same code. All methods are thread-safe
/// (a UserState is used by one thread at a time).
class Model {
 public:
  virtual ~Model() = default;

  [[nodiscard]] virtual std::size_t item_count() const = 0;

  /// The state of a user without history. `user`: position in the training users, for user
  /// features.
  [[nodiscard]] virtual std::unique_ptr<UserState> start(
      std::optional<data::UserIndex> user) const = 0;
  /// Moves the state forward by one event; events come in time order. Items beyond item_count() are
  /// ignored.
  virtual void advance(UserState& state, const data::Interaction& event) const = 0;
  /// scores (item_count) logits: softmax over them gives the protocol's score. Higher is better;
  /// finite.
  virtual void score(const UserState& state, std::span<float> scores) const = 0;
  /// score at a moment; the same as score for a model that knows neither time nor context and
  /// learns nothing live.
  virtual void score_at(const UserState& state, const Moment& moment,
                        std::span<float> scores) const {
    static_cast<void>(moment);
    score(state, scores);
  }
  /// Null: streamed events move states only.
  [[nodiscard]] virtual std::unique_ptr<LiveCounts> start_live() const { return nullptr; }

  /// scores (item_count) of the items that go with `item`; false when the model knows nothing about
  /// it (the caller falls back to popular items). The item itself scores -infinity.
  virtual bool related(data::ItemIndex item, std::span<float> scores) const = 0;

  [[nodiscard]] virtual Artefact to_artefact() const = 0;
};

}  // namespace attune::models
