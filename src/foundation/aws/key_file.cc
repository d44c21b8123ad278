#include "foundation/aws/key_file.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/aws/key_store.h"
#include "foundation/base/error.h"
#include "foundation/json/value.h"

namespace attune::aws {
namespace {

constexpr std::int64_t kFormatVersion = 1;

json::Value array_of(const std::vector<std::string>& texts) {
  json::Array array;
  for (const std::string& text : texts) array.emplace_back(text);
  return array;
}

Result<std::string> read_text(const json::Value& file, const char* member) {
  const json::Value* const value = file.find(member);
  const std::string* const text = value == nullptr ? nullptr : value->if_string();
  if (text == nullptr || text->empty()) {
    return invalid_input(std::string("member '") + member + "' is not a text");
  }
  return *text;
}

Result<std::vector<std::string>> read_texts(const json::Value& file, const char* member) {
  const json::Value* const value = file.find(member);
  const json::Array* const array = value == nullptr ? nullptr : value->if_array();
  const auto is_text = [](const json::Value& element) { return element.if_string() != nullptr; };
  if (array == nullptr || array->empty() || !std::ranges::all_of(*array, is_text)) {
    return invalid_input(std::string("member '") + member + "' is not a list of texts");
  }
  std::vector<std::string> texts;
  for (const json::Value& element : *array) texts.push_back(*element.if_string());
  return texts;
}

}  // namespace

bool is_access_key_id(std::string_view text) {
  return text.size() >= 16 && text.size() <= 128 && std::ranges::all_of(text, [](char letter) {
           return (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
         });
}

std::string write_key(const CallerKey& key) {
  json::Value file;
  file.add("version", kFormatVersion);
  file.add("accessKeyId", key.access_key_id);
  file.add("secretAccessKey", key.secret_access_key);
  file.add("name", key.name);
  file.add("accountId", key.account_id);
  file.add("createdAtMs", key.created_at_ms);
  file.add("actions", array_of(key.policy.actions));
  file.add("resources", array_of(key.policy.resources));
  return json::write(file) + '\n';
}

Result<CallerKey> parse_key(std::string_view text) {
  ATTUNE_TRY(file, json::parse(text));
  const json::Value* const version = file.find("version");
  if (version == nullptr || *version != json::Value(kFormatVersion)) {
    return invalid_input("member 'version' is not 1");
  }
  CallerKey key;
  ATTUNE_TRY(access_key_id, read_text(file, "accessKeyId"));
  ATTUNE_TRY(secret, read_text(file, "secretAccessKey"));
  ATTUNE_TRY(name, read_text(file, "name"));
  ATTUNE_TRY(account_id, read_text(file, "accountId"));
  ATTUNE_TRY(actions, read_texts(file, "actions"));
  ATTUNE_TRY(resources, read_texts(file, "resources"));
  const json::Value* const created = file.find("createdAtMs");
  const std::int64_t* const created_at_ms = created == nullptr ? nullptr : created->if_integer();
  if (created_at_ms == nullptr) return invalid_input("member 'createdAtMs' is not an integer");
  return CallerKey{.access_key_id = std::move(access_key_id),
                   .secret_access_key = std::move(secret),
                   .name = std::move(name),
                   .account_id = std::move(account_id),
                   .policy = {.actions = std::move(actions), .resources = std::move(resources)},
                   .created_at_ms = *created_at_ms};
}

}  // namespace attune::aws
