#pragma once

#include <memory>
#include <utility>

#include "learning/models/channel.h"
#include "learning/models/transition_delta.h"
#include "learning/models/transition_table.h"

namespace attune::models {

/// What both channels of transitions share: a table, and what comes after it was counted.
class TransitionChannel : public Channel {
 public:
  explicit TransitionChannel(TransitionTable table) : table_(std::move(table)) {}

  [[nodiscard]] std::size_t item_count() const override { return table_.item_count(); }
  [[nodiscard]] std::unique_ptr<LiveChannel> start_live() const override;
  void add_to(Artefact& artefact) const override { table_.add_to(artefact); }

 protected:
  /// t_i of the question's history, in a scratch of the thread that the next call clears.
  [[nodiscard]] ItemSums& sums_of(const Question& question) const;
  [[nodiscard]] const TransitionTable& table() const { return table_; }

 private:
  TransitionTable table_;
};

}  // namespace attune::models
