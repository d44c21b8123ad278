#pragma once

#include <string_view>

namespace attune {

/// Prints the broken assumption with its place to stderr and aborts.
[[noreturn]] void check_failed(std::string_view condition, std::string_view file, int line);

}  // namespace attune

/// An assumption about this program's own logic, on in release too. Input must never reach it.
#define ATTUNE_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::attune::check_failed(#condition, __FILE__, __LINE__))
