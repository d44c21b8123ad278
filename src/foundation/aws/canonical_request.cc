#include "foundation/aws/canonical_request.h"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/aws/uri_encode.h"
#include "foundation/http/message.h"

namespace attune::aws {
namespace {

bool is_space(char letter) {
  return letter == ' ' || (letter >= '\t' && letter <= '\r');
}

std::string strict(std::string_view text) {
  return uri_encode(uri_decode(text).value_or(std::string(text)));
}

std::string without_dot_segments(std::string_view path) {
  std::vector<std::string_view> kept;
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    const std::string_view segment = path.substr(start, end - start);
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (!segment.empty() && segment != ".") {
      kept.push_back(segment);
    }
    start = end + 1;
  }
  std::string normal;
  for (const std::string_view segment : kept) {
    normal += '/';
    normal += segment;
  }
  if (normal.empty() || path.ends_with('/')) normal += '/';
  return normal;
}

void append_header(const http::Request& request, std::string_view name, std::string& out) {
  out += name;
  out += ':';
  bool is_first = true;
  for (const auto& [field, value] : request.headers.all()) {
    if (!http::equal_ignoring_case(field, name)) continue;
    if (!is_first) out += ',';
    is_first = false;
    append_trimmed(value, out);
  }
  out += '\n';
}

}  // namespace

std::string canonical_path(std::string_view path, std::string_view service) {
  if (service == "s3") return path.empty() ? "/" : std::string(path);
  return uri_encode(without_dot_segments(path), Slash::kKeep);
}

std::string canonical_query(std::string_view query) {
  if (query.empty()) return {};
  std::vector<std::pair<std::string, std::string>> parameters;
  for (std::size_t start = 0; start <= query.size();) {
    const std::size_t end = std::min(query.find('&', start), query.size());
    const std::string_view parameter = query.substr(start, end - start);
    start = end + 1;
    if (parameter.empty()) continue;
    const std::size_t equals = std::min(parameter.find('='), parameter.size());
    const std::string_view value = parameter.substr(std::min(equals + 1, parameter.size()));
    parameters.emplace_back(strict(parameter.substr(0, equals)), strict(value));
  }
  std::ranges::sort(parameters);
  std::string canonical;
  for (const auto& [name, value] : parameters) {
    if (!canonical.empty()) canonical += '&';
    canonical += name + '=' + value;
  }
  return canonical;
}

void append_trimmed(std::string_view value, std::string& out) {
  bool has_gap = false;
  bool has_begun = false;
  for (const char letter : value) {
    if (is_space(letter)) {
      has_gap = has_begun;
      continue;
    }
    if (has_gap) out += ' ';
    has_gap = false;
    has_begun = true;
    out += letter;
  }
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& letter : lower) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return lower;
}

std::string canonical_request(const http::Request& request,
                              std::span<const std::string> signed_headers,
                              std::string_view payload_hash, std::string_view service) {
  std::string canonical = request.method + '\n' + canonical_path(request.path(), service) + '\n' +
                          canonical_query(request.query()) + '\n';
  for (const std::string& name : signed_headers) append_header(request, name, canonical);
  canonical += '\n';
  for (const std::string& name : signed_headers) {
    canonical += name;
    canonical += ';';
  }
  if (!signed_headers.empty()) canonical.pop_back();
  canonical += '\n';
  canonical += payload_hash;
  return canonical;
}

}  // namespace attune::aws
