#include <array>
#include <charconv>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/filter/ast.h"
#include "domain/filter/attribute.h"
#include "domain/filter/bitmap_cache.h"
#include "domain/filter/event_predicate.h"
#include "domain/filter/filter.h"
#include "domain/filter/values.h"

namespace attune::filter {
namespace {

using SharedBitmap = std::shared_ptr<const Bitmap>;
constexpr std::uint32_t kNoRow = std::numeric_limits<std::uint32_t>::max();

/// A request with what every clause needs of it looked up once.
struct Subject {
  const Request& request;
  std::optional<std::size_t> item_row;  // of CurrentItem in the items table
};

std::optional<std::size_t> row_of(const data::EntityTable* table,
                                  std::optional<std::string_view> id) {
  if (table == nullptr || !id) return std::nullopt;
  return table->ids.find(*id);
}

std::vector<std::uint32_t> rows_of_items(const Catalogue& catalogue) {
  std::vector<std::uint32_t> rows(catalogue.vocabulary->size(), kNoRow);
  if (catalogue.items == nullptr) return rows;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto id = catalogue.vocabulary->text(static_cast<std::uint32_t>(i));
    rows[i] = catalogue.items->ids.find(id).value_or(kNoRow);
  }
  return rows;
}

Result<void> check_values(const Request& request) {
  if (request.values.size() > kFilterValuesMax) {
    return invalid_input("filterValues: " + std::to_string(request.values.size()) +
                         " entries, at most " + std::to_string(kFilterValuesMax));
  }
  for (const auto& [name, value] : request.values) {
    if (value.size() > kFilterValueLengthMax) {
      return invalid_input("filterValues: " + name + ": " + std::to_string(value.size()) +
                           " bytes, at most " + std::to_string(kFilterValueLengthMax));
    }
  }
  return {};
}

class Compiled final : public CompiledFilter {
 public:
  Compiled(std::shared_ptr<const Expression> expression, const Catalogue& catalogue,
           const CompileOptions& options)
      : expression_(std::move(expression)),
        traits_(inspect(*expression_)),
        catalogue_(catalogue),
        options_(options),
        item_rows_(rows_of_items(catalogue)),
        cache_(options.cached_bitmaps_max) {}

  [[nodiscard]] Result<SharedBitmap> evaluate(const Request& request) const override {
    ATTUNE_TRY_VOID(check_values(request));
    if (traits_.uses_user && !request.user_id) {
      return invalid_input("userId: the filter depends on the user and none is given");
    }
    if (traits_.uses_current_item && !request.item_id) {
      return invalid_input("itemId: the filter uses CurrentItem and no item is given");
    }
    const Subject subject{request, row_of(catalogue_.items, request.item_id)};
    SharedBitmap included;
    SharedBitmap excluded;
    for (const Clause& clause : expression_->clauses()) {
      ATTUNE_TRY(takes_part, this->takes_part(clause, subject));
      if (!takes_part) continue;
      ATTUNE_TRY(items, matching_items(clause, subject));
      add(clause.effect == Effect::kInclude ? included : excluded, std::move(items));
    }
    if (!excluded && included) return included;
    Bitmap result = included ? *included : Bitmap(item_rows_.size(), true);
    if (excluded) result.remove_all(*excluded);
    return std::make_shared<const Bitmap>(std::move(result));
  }

 private:
  static void add(SharedBitmap& to, SharedBitmap items) {
    if (!to) {
      to = std::move(items);
      return;
    }
    Bitmap both = *to;
    both.add_all(*items);
    to = std::make_shared<const Bitmap>(std::move(both));
  }

  /// False: an EXCLUDE that lacks a parameter, or IF does not hold.
  [[nodiscard]] Result<bool> takes_part(const Clause& clause, const Subject& subject) const {
    const std::string* missing = nullptr;
    for_each_predicate(clause, [&](const Predicate& predicate) {
      for (const Operand& operand : predicate.operands) {
        const bool absent = operand.kind == OperandKind::kParameter &&
                            !subject.request.values.contains(operand.text);
        if (absent) missing = &operand.text;
      }
    });
    if (missing != nullptr) {
      if (clause.effect == Effect::kExclude) return false;
      return invalid_input("filterValues: a value for $" + *missing + " is missing");
    }
    const auto user_row = row_of(subject.request.users, subject.request.user_id);
    for (const Predicate& predicate : clause.user_condition) {
      const Attribute attribute(subject.request.users, predicate.field, "USER_ID");
      ATTUNE_TRY(operands, resolve(predicate, attribute.numeric(), subject));
      if (!satisfies(attribute, user_row, *predicate.op, operands)) return false;
    }
    return true;
  }

  [[nodiscard]] Result<SharedBitmap> matching_items(const Clause& clause,
                                                    const Subject& subject) const {
    SharedBitmap any;
    for (const Conjunction& conjunction : clause.alternatives) {
      SharedBitmap all;
      for (const Predicate& predicate : conjunction) {
        ATTUNE_TRY(items, matching_items(predicate, subject));
        if (!all) {
          all = std::move(items);
          continue;
        }
        Bitmap both = *all;
        both.keep_only(*items);
        all = std::make_shared<const Bitmap>(std::move(both));
      }
      add(any, std::move(all));
    }
    return any;
  }

  [[nodiscard]] Result<SharedBitmap> matching_items(const Predicate& predicate,
                                                    const Subject& subject) const {
    if (predicate.source == Source::kInteractions) {
      ATTUNE_TRY(types, resolve(predicate, /*numeric=*/false, subject));
      const auto* event_types =
          subject.request.event_types ? subject.request.event_types : catalogue_.event_types;
      return std::make_shared<const Bitmap>(
          items_with_events({*predicate.op, types.texts, options_.history_events_per_type_max},
                            subject.request.history, event_types, item_rows_.size()));
    }
    const Attribute attribute(catalogue_.items, predicate.field, "ITEM_ID");
    ATTUNE_TRY(operands, resolve(predicate, attribute.numeric(), subject));
    return cached_items(predicate, attribute, operands);
  }

  [[nodiscard]] SharedBitmap cached_items(const Predicate& predicate, const Attribute& attribute,
                                          const OperandValues& operands) const {
    std::string key = key_of(predicate, operands);
    if (SharedBitmap found = cache_.find(key)) return found;
    Bitmap items(item_rows_.size());
    for (std::size_t item = 0; item < item_rows_.size(); ++item) {
      const std::optional<std::size_t> row =
          item_rows_[item] == kNoRow ? std::nullopt : std::optional<std::size_t>(item_rows_[item]);
      if (satisfies(attribute, row, *predicate.op, operands)) items.set(item);
    }
    auto shared = std::make_shared<const Bitmap>(std::move(items));
    cache_.insert(std::move(key), shared);
    return shared;
  }

  // Lengths before texts keep ("a", "b") apart from ("a,b").
  [[nodiscard]] static std::string key_of(const Predicate& predicate,
                                          const OperandValues& operands) {
    std::string key = predicate.field;
    key.append(" ").append(predicate.op->name);
    for (const double number : operands.numbers) {
      std::array<char, 32> digits;
      const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
      key.append(" ").append(digits.data(), end);
    }
    for (const std::string& text : operands.texts) {
      key.append(" ").append(std::to_string(text.size())).append(":").append(text);
    }
    return key;
  }

  [[nodiscard]] Result<OperandValues> resolve(const Predicate& predicate, bool numeric,
                                              const Subject& subject) const {
    OperandValues values;
    for (const Operand& operand : predicate.operands) {
      if (operand.kind == OperandKind::kCurrentItem) {
        add_current_item(operand, numeric, subject, values);
        continue;
      }
      const bool is_parameter = operand.kind == OperandKind::kParameter;
      std::vector<std::string> texts =
          is_parameter ? values_in(subject.request.values.find(operand.text)->second)
                       : std::vector<std::string>{operand.text};
      const std::string name =
          is_parameter ? "filterValues: " + operand.text : "filterExpression: " + predicate.field;
      if (predicate.op->shape == OperandShape::kSingle && texts.size() != 1) {
        return invalid_input(name + ": " + std::to_string(texts.size()) + " values where " +
                             std::string(predicate.op->name) + " takes one");
      }
      for (std::string& text : texts) {
        if (!numeric) {
          values.texts.push_back(std::move(text));
          continue;
        }
        const std::optional<double> number = number_in(text);
        if (!number) return invalid_input(name + ": \"" + text + "\" is not a number");
        values.numbers.push_back(*number);
      }
    }
    return values;
  }

  void add_current_item(const Operand& operand, bool numeric, const Subject& subject,
                        OperandValues& values) const {
    if (!subject.item_row) return;
    const Attribute attribute(catalogue_.items, operand.text, "ITEM_ID");
    if (numeric) {
      if (const auto number = attribute.number(*subject.item_row))
        values.numbers.push_back(*number);
      return;
    }
    if (const auto cell = attribute.text(*subject.item_row)) {
      any_category(*cell, [&](std::string_view category) {
        values.texts.emplace_back(category);
        return false;
      });
    }
  }

  const std::shared_ptr<const Expression> expression_;
  const Traits traits_;
  const Catalogue catalogue_;
  const CompileOptions options_;
  const std::vector<std::uint32_t> item_rows_;  // by item index; kNoRow: no metadata
  mutable BitmapCache cache_;
};

}  // namespace

Result<std::unique_ptr<CompiledFilter>> compile(std::shared_ptr<const Expression> expression,
                                                const Catalogue& catalogue,
                                                const CompileOptions& options) {
  for (const Clause& clause : expression->clauses()) {
    if (clause.entity != Entity::kItem) {
      return invalid_input("filter: it is about " + std::string(name_of(clause.entity)) +
                           ", and items are asked for");
    }
    for (const Conjunction& conjunction : clause.alternatives) {
      for (const Predicate& predicate : conjunction) {
        if (predicate.source == Source::kItems || predicate.source == Source::kInteractions) {
          continue;
        }
        return invalid_input("filter: " + std::string(name_of(predicate.source)) +
                             " says nothing about items");
      }
    }
  }
  return std::make_unique<Compiled>(std::move(expression), catalogue, options);
}

}  // namespace attune::filter
