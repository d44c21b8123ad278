#pragma once

#include <cstddef>

#include "domain/data/entities.h"
#include "domain/data/vocabulary.h"
#include "learning/nn/embedding.h"

namespace attune::training {

/// The metadata of `ids` (items or users) as sparse rows: each categorical column gives 1 / n for
/// each of an entity's n categories, each numeric column its standardised value (at most 5 standard
/// deviations), each textual one the terms of text_features.h. Other strings are left out: titles
/// and names would be ids. Categories of a single entity are left out: they would be a second id.
/// At most kFeaturesMax features, the earlier columns first.
[[nodiscard]] nn::SparseRows entity_features(const data::EntityTable& table,
                                             const data::Vocabulary& ids);
inline constexpr std::size_t kFeaturesMax = 65'536;

}  // namespace attune::training
