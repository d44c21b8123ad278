#pragma once

#include <cstdint>
#include <memory>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/model.h"

namespace attune::models {

inline constexpr std::int64_t kTrendWindowMax_s = 366LL * 24 * 3600;

/// Items whose events grew most between the last two windows, by trend_of, equal ones by their
/// events in the latest; then all others by popularity. The same for everyone. Without a moment the
/// time is that of the newest training event; streamed events count and move it.
/// kInvalidInput for a window outside [1, kTrendWindowMax_s].
[[nodiscard]] Result<std::unique_ptr<Model>> fit_trending(const data::InteractionTable& table,
                                                          std::int64_t window_s);
[[nodiscard]] Result<std::unique_ptr<Model>> load_trending(const Artefact& artefact);

}  // namespace attune::models
