// Any text is parsed or refused; what was parsed prints to a text that parses to the same, and
// evaluates over a small catalogue without a fault.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/filter/filter.h"
#include "foundation/base/check.h"

namespace {

using namespace attune;

struct Catalogue {
  data::Vocabulary vocabulary;
  data::Vocabulary event_types;
  data::EntityTable items;
  std::vector<data::Interaction> history{{.event_type = data::EventTypeIndex{0}}};

  Catalogue() {
    for (const char* id : {"a", "b", "c"}) vocabulary.add(id);
    event_types.add("click");
    items.ids.add("a");
    items.ids.add("b");
    data::EntityColumn genre;
    genre.column = {.name = "G", .categorical = true};
    genre.texts = {"x|y", ""};
    genre.is_null = {false, true};
    data::EntityColumn price;
    price.column = {.name = "P", .type = data::ColumnType::kDouble};
    price.numbers = {1.0, 2.0};
    price.is_null = {false, false};
    items.columns = {genre, price};
  }
};

void evaluate(std::shared_ptr<const filter::Expression> expression) {
  static const Catalogue kCatalogue;
  const filter::Traits traits = filter::inspect(*expression);
  const auto compiled = filter::compile(
      std::move(expression), {&kCatalogue.vocabulary, &kCatalogue.items, &kCatalogue.event_types});
  if (!compiled) return;
  filter::Request request;
  request.user_id = "u";
  request.item_id = "a";
  request.history = kCatalogue.history;
  for (const std::string& name : traits.parameters) request.values.emplace(name, name);
  const auto items = (*compiled)->evaluate(request);
  if (items) ATTUNE_CHECK((*items)->size == kCatalogue.vocabulary.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  auto expression = filter::parse(text);
  if (!expression) return 0;
  const std::string printed = filter::print(**expression);
  const auto again = filter::parse(printed);
  // Escapes and canonical spaces may lengthen a text beyond the limit.
  if (!again) {
    ATTUNE_CHECK(printed.size() > filter::kTextLengthMax);
    return 0;
  }
  ATTUNE_CHECK(filter::print(**again) == printed);
  evaluate(std::move(*expression));
  return 0;
}
