#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "domain/filter/ast.h"
#include "domain/filter/filter.h"
#include "domain/filter/values.h"

// Every expression up to a size over a small schema, evaluated by the compiled filter and by a
// naive reading of reference 8.2 and 8.3, item by item (the way of RE2's exhaustive tester).
namespace attune::filter {
namespace {

struct PlainEntity {
  std::optional<std::vector<std::string>> tags;
  std::optional<double> size;
};

struct PlainRequest {
  std::optional<std::string> user;
  std::optional<std::string> item;
  std::map<std::string, std::string, std::less<>> values;
};

struct World {
  std::map<std::string, PlainEntity> items{{"i1", {{{"a"}}, 1}},
                                           {"i2", {{{"a", "b"}}, 2}},
                                           {"i3", {{{"b"}}, std::nullopt}},
                                           {"i4", {std::nullopt, 2}},
                                           {"i5", {std::nullopt, std::nullopt}}};
  std::map<std::string, PlainEntity> users{{"u1", {{{"a"}}, 1}}, {"u2", {std::nullopt, 2}}};
  std::map<std::string, std::vector<std::pair<std::string, std::string>>> events{
      {"u1", {{"i1", "X"}, {"i2", "y"}, {"i5", "x"}, {"i3", ""}}}};
};

/// Nothing: the request must be refused.
class Naive {
 public:
  Naive(const World& world, const PlainRequest& request) : world_(world), request_(request) {}

  std::optional<std::set<std::string>> answer(const Expression& expression) {
    if (inspect(expression).uses_user && !request_.user) return std::nullopt;
    if (inspect(expression).uses_current_item && !request_.item) return std::nullopt;
    std::set<std::string> result;
    for (const auto& [id, item] : world_.items) {
      const std::optional<bool> allowed = allows(expression, id, item);
      if (!allowed) return std::nullopt;
      if (*allowed) result.insert(id);
    }
    return result;
  }

 private:
  using Truth = std::optional<bool>;

  Truth allows(const Expression& expression, const std::string& id, const PlainEntity& item) {
    bool any_include = false;
    bool included = false;
    bool excluded = false;
    for (const Clause& clause : expression.clauses()) {
      const bool include = clause.effect == Effect::kInclude;
      if (lacks_a_value(clause)) {
        if (include) return std::nullopt;
        continue;
      }
      const Truth applies = all(clause.user_condition, id, item);
      if (!applies) return std::nullopt;
      if (!*applies) continue;
      any_include |= include;
      for (const Conjunction& alternative : clause.alternatives) {
        const Truth holds = all(alternative, id, item);
        if (!holds) return std::nullopt;
        if (*holds) (include ? included : excluded) = true;
      }
    }
    return (!any_include || included) && !excluded;
  }

  [[nodiscard]] bool lacks_a_value(const Clause& clause) const {
    bool lacks = false;
    for_each_predicate(clause, [&](const Predicate& predicate) {
      for (const Operand& operand : predicate.operands) {
        lacks |= operand.kind == OperandKind::kParameter && !request_.values.contains(operand.text);
      }
    });
    return lacks;
  }

  // Every part is looked at, so that a bad value is found wherever it stands.
  Truth all(const Conjunction& conjunction, const std::string& id, const PlainEntity& item) {
    bool result = true;
    for (const Predicate& predicate : conjunction) {
      const Truth holds = this->holds(predicate, id, item);
      if (!holds) return std::nullopt;
      if (!*holds && predicate.source == Source::kCurrentUser) return false;
      result &= *holds;
    }
    return result;
  }

  Truth holds(const Predicate& predicate, const std::string& id, const PlainEntity& item) {
    if (predicate.source == Source::kInteractions) return has_event(predicate, id);
    const PlainEntity none;
    const PlainEntity* subject = &item;
    if (predicate.source == Source::kCurrentUser) {
      const auto user = world_.users.find(*request_.user);
      subject = user == world_.users.end() ? &none : &user->second;
    }
    return predicate.field == "SIZE" ? compares(predicate, subject->size)
                                     : has_tag(predicate, subject->tags);
  }

  Truth has_event(const Predicate& predicate, const std::string& id) {
    const auto wanted = texts(predicate);
    if (!wanted) return std::nullopt;
    bool found = false;
    const auto events = world_.events.find(*request_.user);
    if (events != world_.events.end()) {
      for (const auto& [item, type] : events->second) {
        for (const std::string& want : *wanted) {
          found |= item == id && (want == "*" || upper_case(want) == upper_case(type));
        }
      }
    }
    return predicate.op->name == "NOT IN" || predicate.op->name == "!=" ? !found : found;
  }

  Truth has_tag(const Predicate& predicate, const std::optional<std::vector<std::string>>& tags) {
    const auto wanted = texts(predicate);
    if (!wanted) return std::nullopt;
    const bool negative = predicate.op->name == "NOT IN";
    if (!tags) return negative;
    const bool single = predicate.op->name == "=" || predicate.op->name == "!=";
    if (single && wanted->empty()) return false;
    bool found = false;
    for (const std::string& tag : *tags) {
      found |= std::ranges::count(*wanted, tag) > 0;
    }
    return negative || predicate.op->name == "!=" ? !found : found;
  }

  Truth compares(const Predicate& predicate, std::optional<double> value) {
    const auto wanted = numbers(predicate);
    if (!wanted) return std::nullopt;
    const std::string_view op = predicate.op->name;
    if (!value) return op == "NOT IN";
    if (op == "IN") return std::ranges::count(*wanted, *value) > 0;
    if (op == "NOT IN") return std::ranges::count(*wanted, *value) == 0;
    if (wanted->empty()) return false;
    const double other = wanted->front();
    if (op == "=") return *value == other;
    if (op == "!=") return *value != other;
    if (op == "<") return *value < other;
    if (op == "<=") return *value <= other;
    if (op == ">") return *value > other;
    return *value >= other;
  }

  const PlainEntity* current_item() {
    const auto found = world_.items.find(*request_.item);
    return found == world_.items.end() ? nullptr : &found->second;
  }

  std::optional<std::vector<std::string>> texts(const Predicate& predicate) {
    std::vector<std::string> result;
    for (const Operand& operand : predicate.operands) {
      if (operand.kind == OperandKind::kCurrentItem) {
        if (const auto* item = current_item(); item != nullptr && item->tags) {
          result.insert(result.end(), item->tags->begin(), item->tags->end());
        }
      } else if (operand.kind == OperandKind::kParameter) {
        const auto given = values_in(request_.values.find(operand.text)->second);
        const bool single = predicate.op->name != "IN" && predicate.op->name != "NOT IN";
        if (single && given.size() != 1) return std::nullopt;
        result.insert(result.end(), given.begin(), given.end());
      } else {
        result.push_back(operand.text);
      }
    }
    return result;
  }

  std::optional<std::vector<double>> numbers(const Predicate& predicate) {
    std::vector<double> result;
    for (const Operand& operand : predicate.operands) {
      if (operand.kind != OperandKind::kCurrentItem) continue;
      if (const auto* item = current_item(); item != nullptr && item->size) {
        result.push_back(*item->size);
      }
      return result;
    }
    const auto spelled = texts(predicate);
    if (!spelled) return std::nullopt;
    for (const std::string& text : *spelled) {
      if (!number_in(text)) return std::nullopt;
      result.push_back(*number_in(text));
    }
    return result;
  }

  const World& world_;
  const PlainRequest& request_;
};

/// The same world in the tables that the engine reads.
struct Tables {
  data::Vocabulary vocabulary;
  data::Vocabulary event_types;
  data::EntityTable items;
  data::EntityTable users;
  std::map<std::string, std::vector<data::Interaction>> histories;

  explicit Tables(const World& world) {
    for (const auto& [id, item] : world.items) vocabulary.add(id);
    for (const char* type : {"X", "y", "x"}) event_types.add(type);
    fill(items, world.items);
    fill(users, world.users);
    for (const auto& [user, events] : world.events) {
      for (const auto& [item, type] : events) {
        const auto index = event_types.find(type);
        histories[user].push_back(
            {.item = data::ItemIndex{*vocabulary.find(item)},
             .event_type = index ? data::EventTypeIndex{static_cast<std::uint16_t>(*index)}
                                 : data::kNoEventType});
      }
    }
  }

  static void fill(data::EntityTable& table, const std::map<std::string, PlainEntity>& entities) {
    data::EntityColumn tag;
    tag.column = {.name = "TAG", .nullable = true, .categorical = true};
    data::EntityColumn size;
    size.column = {.name = "SIZE", .type = data::ColumnType::kFloat, .nullable = true};
    for (const auto& [id, entity] : entities) {
      if (id == "i5") continue;  // an item without a metadata row
      table.ids.add(id);
      std::string joined;
      for (const std::string& text : entity.tags.value_or(std::vector<std::string>{})) {
        joined.append(joined.empty() ? "" : "|").append(text);
      }
      tag.texts.push_back(joined);
      tag.is_null.push_back(!entity.tags);
      size.numbers.push_back(entity.size.value_or(std::numeric_limits<double>::quiet_NaN()));
      size.is_null.push_back(!entity.size);
    }
    table.columns = {tag, size};
  }

  [[nodiscard]] Request request(const PlainRequest& plain) const {
    Request request{.values = plain.values, .users = &users};
    if (plain.user) request.user_id = *plain.user;
    if (plain.item) request.item_id = *plain.item;
    if (plain.user && histories.contains(*plain.user)) request.history = histories.at(*plain.user);
    return request;
  }
};

using Texts = std::vector<std::string>;

const Texts kItemPredicates{R"(Items.TAG IN ("a"))",
                            R"(Items.TAG IN ("a", "c"))",
                            R"(Items.TAG NOT IN ("b"))",
                            "Items.TAG IN ($P)",
                            "Items.TAG IN CurrentItem.TAG",
                            R"(Items.TAG = "a")",
                            "Items.TAG NOT IN CurrentItem.TAG",
                            "Items.TAG != $P",
                            "Items.SIZE = 1",
                            "Items.SIZE != 1",
                            "Items.SIZE < 2",
                            "Items.SIZE <= $P",
                            "Items.SIZE > CurrentItem.SIZE",
                            "Items.SIZE >= 2",
                            "Items.SIZE IN (1, $P)",
                            "Items.SIZE != CurrentItem.SIZE"};
const Texts kEventPredicates{R"(Interactions.EVENT_TYPE IN ("x"))",
                             R"(Interactions.EVENT_TYPE IN ("*"))",
                             R"(Interactions.EVENT_TYPE NOT IN ("Y"))",
                             "Interactions.EVENT_TYPE IN ($P)", R"(Interactions.EVENT_TYPE = "y")"};
const Texts kConditions{"", " IF CurrentUser.SIZE < 2", R"( IF CurrentUser.TAG NOT IN ("a"))",
                        R"( IF CurrentUser.TAG = $P AND CurrentUser.SIZE > 0)"};
const Texts kEffects{"INCLUDE ItemID WHERE ", "EXCLUDE ItemID WHERE "};

Texts joined(const Texts& left, const Texts& separators, const Texts& right) {
  Texts result;
  for (const std::string& first : left) {
    for (const std::string& separator : separators) {
      for (const std::string& second : right) result.push_back(first + separator + second);
    }
  }
  return result;
}

std::vector<PlainRequest> requests() {
  std::vector<PlainRequest> result;
  for (const auto& user : {std::optional<std::string>{}, {"u1"}, {"u2"}, {"u3"}}) {
    for (const auto& item : {std::optional<std::string>{}, {"i2"}, {"i3"}, {"i9"}}) {
      for (const char* value : {"", "1", R"("a","b")", "x"}) {
        PlainRequest request{user, item, {}};
        if (*value != '\0') request.values.emplace("P", value);
        result.push_back(request);
      }
    }
  }
  return result;
}

class Exhaustive : public ::testing::Test {
 protected:
  void compare_all(const Texts& expressions) {
    for (const std::string& text : expressions) compare(text);
    std::printf("%zu comparisons over %zu expressions\n", comparisons_, expressions.size());
  }

 private:
  void compare(const std::string& text) {
    const auto expression = parse(text);
    ASSERT_TRUE(expression.has_value()) << text << ": " << expression.error().message;
    const auto filter =
        compile(*expression, {&tables_.vocabulary, &tables_.items, &tables_.event_types});
    ASSERT_TRUE(filter.has_value()) << text;
    for (const PlainRequest& request : requests_) {
      ++comparisons_;
      const auto expected = Naive(world_, request).answer(**expression);
      const auto actual = (*filter)->evaluate(tables_.request(request));
      ASSERT_EQ(actual.has_value(), expected.has_value())
          << text << " user " << request.user.value_or("-") << " item "
          << request.item.value_or("-");
      if (!expected) continue;
      for (std::uint32_t i = 0; i < tables_.vocabulary.size(); ++i) {
        ASSERT_EQ((*actual)->test(i), expected->contains(std::string(tables_.vocabulary.text(i))))
            << text << " user " << request.user.value_or("-") << " item "
            << request.item.value_or("-") << " candidate " << tables_.vocabulary.text(i);
      }
    }
  }

  const World world_;
  const Tables tables_{world_};
  const std::vector<PlainRequest> requests_ = requests();
  std::size_t comparisons_ = 0;
};

TEST_F(Exhaustive, OneClauseOfOnePredicate) {
  Texts predicates = kItemPredicates;
  predicates.insert(predicates.end(), kEventPredicates.begin(), kEventPredicates.end());
  compare_all(joined(joined(kEffects, {""}, predicates), {""}, kConditions));
}

TEST_F(Exhaustive, OneClauseOfTwoPredicates) {
  Texts pairs = joined(kItemPredicates, {" AND ", " OR "}, kItemPredicates);
  const Texts events = joined(kEventPredicates, {" AND ", " OR "}, kEventPredicates);
  pairs.insert(pairs.end(), events.begin(), events.end());
  compare_all(joined(joined(kEffects, {""}, pairs), {""}, {kConditions[0], kConditions[3]}));
}

TEST_F(Exhaustive, OneClauseOfThreePredicates) {
  const Texts few(kItemPredicates.begin() + 2, kItemPredicates.begin() + 6);
  const Texts both{" AND ", " OR "};
  compare_all(joined(kEffects, {""}, joined(joined(few, both, few), both, few)));
}

TEST_F(Exhaustive, TwoClauses) {
  Texts predicates(kItemPredicates.begin() + 2, kItemPredicates.begin() + 12);
  predicates.insert(predicates.end(), kEventPredicates.begin(), kEventPredicates.end());
  const Texts clauses =
      joined(joined(kEffects, {""}, predicates), {""}, {kConditions[0], kConditions[2]});
  compare_all(joined(clauses, {" | "}, clauses));
}

TEST_F(Exhaustive, ThreeClauses) {
  const Texts few(kItemPredicates.begin() + 2, kItemPredicates.begin() + 5);
  const Texts clauses = joined(joined(kEffects, {""}, few), {""}, {kConditions[0], kConditions[1]});
  compare_all(joined(joined(clauses, {" | "}, clauses), {" | "}, clauses));
}

}  // namespace
}  // namespace attune::filter
