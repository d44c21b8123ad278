#pragma once

#include <string>

#include "domain/data/schema.h"

namespace attune::data {

/// The Avro text that parse_schema reads back to an equal schema; one field a line.
[[nodiscard]] std::string avro_text(const Schema& schema);

}  // namespace attune::data
