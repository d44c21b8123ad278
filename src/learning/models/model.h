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
  /// The same where a request says what metadata its choice will have (device, place), by column of
  /// the training's interactions; null cells say nothing. Models that know no context ignore it.
  virtual void score_in_context(const UserState& state, const data::ContextCells& context,
                                std::span<float> scores) const {
    static_cast<void>(context);
    score(state, scores);
  }

  /// scores (item_count) of the items that go with `item`; false when the model knows nothing about
  /// it (the caller falls back to popular items). The item itself scores -infinity.
  virtual bool related(data::ItemIndex item, std::span<float> scores) const = 0;

  [[nodiscard]] virtual Artefact to_artefact() const = 0;
};

}  // namespace attune::models
