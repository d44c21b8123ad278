#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/gateway/test_server.h"
#include "api/operations/catalogue.h"
#include "foundation/json/shape_info.h"
#include "foundation/json/value.h"

namespace attune::gateway {
namespace {

using json::FieldInfo;
using json::Rule;
using json::Type;
using json::TypeInfo;
using json::Value;

constexpr Rule kNoRule;

/// A request that breaks one rule of one member.
struct Broken {
  Value body;
  std::string member;
  std::string how;
};

Value object_with(const std::vector<FieldInfo>& fields, std::string_view name, Value value);
Value sample(const TypeInfo& type, const Rule& rule);

std::string sample_text(const Rule& rule) {
  if (!rule.one_of.empty()) return std::string(rule.one_of.front());
  for (const std::string_view text :
       {"a", "arn:aws:personalize:eu-west-1:123456789012:campaign/x",
        "arn:aws:iam::123456789012:role/x", "arn:aws:kms:eu-west-1:123456789012:key/x", "s3://b/k",
        "rate(1 day)"}) {
    if (rule.pattern == nullptr || rule.pattern->matches(text)) return std::string(text);
  }
  ADD_FAILURE() << "no sample is " << rule.pattern->allows;
  return "";
}

Value sample(const TypeInfo& type, const Rule& rule) {
  switch (type.type) {
    case Type::kBoolean:
      return true;
    case Type::kInteger:
    case Type::kDouble:
      return std::isfinite(rule.value_min) ? std::int64_t(rule.value_min) : std::int64_t{0};
    case Type::kString:
      return sample_text(rule);
    case Type::kTimestamp:
      return std::int64_t{1};
    case Type::kJsonText:
    case Type::kAny:
      return "{}";
    case Type::kList:
      return json::Array{sample(type.element(), rule.each == nullptr ? kNoRule : *rule.each)};
    case Type::kMap:
      return json::Object{{sample_text(rule.key == nullptr ? kNoRule : *rule.key),
                           sample(type.element(), rule.each == nullptr ? kNoRule : *rule.each)}};
    case Type::kObject:
      return object_with(type.members(), "", Value());
  }
  return Value();
}

// The required members, and `name` with `value` (left out if that is null).
Value object_with(const std::vector<FieldInfo>& fields, std::string_view name, Value value) {
  Value object{json::Object{}};
  for (const FieldInfo& field : fields) {
    if (field.name == name) {
      if (!value.is_null()) object.add(std::string(name), value);
    } else if (field.required) {
      object.add(std::string(field.name), sample(field.type, field.rule));
    }
  }
  return object;
}

using Faulty = std::vector<std::pair<Value, std::string>>;  // value and what is wrong with it

void break_text(const Rule& rule, Faulty& out) {
  if (rule.size_max != json::kUnbounded && rule.one_of.empty()) {
    out.emplace_back(std::string(rule.size_max + 1, 'a'), "too long");
  }
  if (rule.size_min > 0) out.emplace_back("", "too short");
  if (rule.pattern != nullptr) out.emplace_back("\x01\xE2\x82\xAC", "another pattern");
  if (!rule.one_of.empty()) out.emplace_back("NO_SUCH_NAME", "no name of the list");
}

void break_number(const Rule& rule, Faulty& out) {
  if (std::isfinite(rule.value_min)) out.emplace_back(rule.value_min - 1, "too small");
  if (std::isfinite(rule.value_max)) out.emplace_back(rule.value_max + 1, "too large");
}

void break_entries(const TypeInfo& type, const Rule& rule, Faulty& out) {
  const bool is_list = type.type == Type::kList;
  if (rule.size_min > 0) out.emplace_back(json::Array{}, "no entries");
  if (rule.size_max == json::kUnbounded) return;
  Value many;
  for (std::size_t i = 0; i <= rule.size_max; ++i) {
    const Value one = sample(type.element(), rule.each == nullptr ? kNoRule : *rule.each);
    is_list ? many.push(one) : many.add("a" + std::to_string(i), one);
  }
  out.emplace_back(std::move(many), "too many entries");
}

Faulty faulty_values(const TypeInfo& type, const Rule& rule);

void break_inside(const TypeInfo& type, const Rule& rule, Faulty& out) {
  const Rule& each = rule.each == nullptr ? kNoRule : *rule.each;
  for (auto& [value, how] : faulty_values(type.element(), each)) {
    out.emplace_back(
        type.type == Type::kList
            ? Value(json::Array{value})
            : Value(json::Object{{sample_text(rule.key == nullptr ? kNoRule : *rule.key), value}}),
        "an entry: " + how);
  }
}

std::vector<Broken> broken(const std::vector<FieldInfo>& fields) {
  std::vector<Broken> all;
  for (const FieldInfo& field : fields) {
    const std::string name(field.name);
    if (field.required) all.push_back({object_with(fields, name, Value()), name, "missing"});
    for (auto& [value, how] : faulty_values(field.type, field.rule)) {
      all.push_back({object_with(fields, name, value), name, how});
    }
  }
  return all;
}

Faulty faulty_values(const TypeInfo& type, const Rule& rule) {
  Faulty out;
  const bool is_text = type.type == Type::kString || type.type == Type::kJsonText;
  if (type.type != Type::kAny) {
    out.emplace_back(is_text ? Value(5) : Value("text"), "another JSON type");
  }
  if (is_text) break_text(rule, out);
  if (type.type == Type::kInteger || type.type == Type::kDouble) break_number(rule, out);
  if (type.type == Type::kList || type.type == Type::kMap) {
    break_entries(type, rule, out);
    break_inside(type, rule, out);
  }
  if (type.type == Type::kObject) {
    for (Broken& inner : broken(type.members())) out.emplace_back(inner.body, inner.how);
  }
  return out;
}

Seen send(TestServer& server, const operations::Operation& operation, const Value& body) {
  return operation.path.empty() ? server.call(operation.name, json::write(body))
                                : server.post(operation.path, json::write(body));
}

class OperationRefuses : public testing::TestWithParam<operations::Operation> {};

TEST_P(OperationRefuses, WhateverItsShapeDoesNotAllow) {
  TestServer server;
  for (const Broken& each : broken(GetParam().fields())) {
    const Seen seen = send(server, GetParam(), each.body);
    EXPECT_TRUE(seen.code == "InvalidInputException" || seen.code == "SerializationException")
        << each.member << ": " << each.how << ": " << seen.body;
    EXPECT_NE(seen.text("message").find(each.member), std::string::npos)
        << each.member << ": " << each.how << ": " << seen.body;
  }
}

TEST_P(OperationRefuses, ABodyThatIsNoObject) {
  TestServer server;
  EXPECT_EQ(send(server, GetParam(), json::Array{}).code, "SerializationException");
}

INSTANTIATE_TEST_SUITE_P(Catalogue, OperationRefuses,
                         testing::ValuesIn(operations::catalogue().begin(),
                                           operations::catalogue().end()),
                         [](const auto& instance) { return std::string(instance.param.name); });

}  // namespace
}  // namespace attune::gateway
