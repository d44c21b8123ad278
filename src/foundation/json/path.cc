#include "foundation/json/path.h"

#include <string>

namespace attune::json {
namespace {

void append(const Path& path, std::string& out) {
  if (path.parent == nullptr) return;
  append(*path.parent, out);
  if (path.name.empty()) {
    out += '[' + std::to_string(path.index) + ']';
    return;
  }
  if (!out.empty()) out += '.';
  out += path.name;
}

}  // namespace

std::string Path::text() const {
  if (parent == nullptr) return "the document";
  std::string out;
  append(*this, out);
  return out;
}

}  // namespace attune::json
