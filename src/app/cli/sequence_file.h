#pragma once

#include <string>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"

namespace attune::cli {

/// Reads "user item" lines, each user's in time order: the form in which data of the literature is
/// passed on. kInvalidInput names the line that is not two words.
[[nodiscard]] Result<data::InteractionTable> read_sequence_file(const std::string& path);

/// The sequences of a CSV file in the order of its rows, whatever their times say. Needs the
/// columns USER_ID and ITEM_ID.
[[nodiscard]] Result<data::InteractionTable> read_rows_in_file_order(const std::string& csv_path);

}  // namespace attune::cli
