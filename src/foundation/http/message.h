#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attune::http {

/// ASCII letters compare without case.
[[nodiscard]] bool equal_ignoring_case(std::string_view left, std::string_view right);

/// Header fields in the order sent; names compare without case.
class Headers {
 public:
  void add(std::string name, std::string value);
  /// The first field of that name, or an empty view. Valid until the next change.
  [[nodiscard]] std::string_view find(std::string_view name) const;
  [[nodiscard]] bool contains(std::string_view name) const;
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& all() const {
    return fields_;
  }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

struct Request {
  std::string method = {};  // upper-case
  std::string target = {};  // as sent: path and query
  Headers headers = {};
  std::string body = {};

  /// The target up to "?".
  [[nodiscard]] std::string_view path() const;
  /// The target behind "?", or empty.
  [[nodiscard]] std::string_view query() const;
};

struct Response {
  int status = 200;
  Headers headers = {};
  std::string body = {};
};

}  // namespace attune::http
