#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.h"

namespace attune::objects {

/// An XML element without attributes and name spaces, as the answers of S3 need it.
struct XmlElement {
  std::string name;
  std::string text;
  std::vector<XmlElement> children;

  /// The first child of that name, or null.
  [[nodiscard]] const XmlElement* find(std::string_view child_name) const;
  /// The text of the first child of that name, or empty.
  [[nodiscard]] std::string_view text_of(std::string_view child_name) const;
};

inline constexpr std::size_t kXmlDepthMax = 32;

/// The root element. Document types (and with them entities) and nesting beyond the bound are
/// refused.
[[nodiscard]] Result<XmlElement> parse_xml(std::string_view text);

/// `text` with & < > " ' escaped.
[[nodiscard]] std::string escape_xml(std::string_view text);

}  // namespace attune::objects
