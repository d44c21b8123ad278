#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/artefact.h"

namespace attune::models {

/// How histories are cut into sessions.
struct SessionCut {
  std::int64_t idle_gap_s = 0;    // a longer pause begins another session; 0: never
  std::size_t session_max = 200;  // events; the next one begins another session
};

/// Sessions of all users, oldest first by their newest event, and where each item occurs.
/// Immutable; reading is thread-safe. Memory: 8 bytes an event and 16 a session.
class SessionIndex {
 public:
  [[nodiscard]] static SessionIndex of(const data::InteractionTable& table, const SessionCut& cut);
  /// kInvalidInput for anything that is not sessions over `item_count` items.
  [[nodiscard]] static Result<SessionIndex> from(const Artefact& artefact, std::size_t item_count);
  /// Tensors session_offsets, session_items and session_times.
  void add_to(Artefact& artefact) const;

  [[nodiscard]] std::size_t session_count() const { return newest_s_.size(); }
  /// In time order.
  [[nodiscard]] std::span<const std::int32_t> items_of(std::size_t session) const;
  [[nodiscard]] std::int64_t newest_s(std::size_t session) const { return newest_s_[session]; }
  /// The sessions with the item, each once, oldest first.
  [[nodiscard]] std::span<const std::uint32_t> sessions_of(std::size_t item) const;

 private:
  void add_occurrences(std::size_t item_count);

  std::vector<std::int64_t> offsets_;  // sessions + 1
  std::vector<std::int32_t> items_;
  std::vector<std::int64_t> newest_s_;
  std::vector<std::uint64_t> item_offsets_;  // items + 1
  std::vector<std::uint32_t> sessions_;
};

}  // namespace attune::models
