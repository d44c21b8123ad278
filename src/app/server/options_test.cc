#include "app/server/options.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

namespace attune::server {
namespace {

Result<void> set(Options& options, std::string_view name, std::string_view value) {
  for (const OptionRow& row : option_rows()) {
    if (row.name == name) return row.set(options, value);
  }
  return invalid_input("no such option");
}

TEST(ServerOptions, TakeTheirOwnDefaultTexts) {
  for (const OptionRow& row : option_rows()) {
    Options options;
    if (!row.default_text.empty()) {
      EXPECT_TRUE(row.set(options, row.default_text).has_value()) << row.name;
    }
  }
}

TEST(ServerOptions, HaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const OptionRow& row : option_rows()) EXPECT_TRUE(names.insert(row.name).second) << row.name;
}

TEST(ServerOptions, SplitTheAddressToListenOn) {
  Options options;
  ASSERT_TRUE(set(options, "listen", "[::1]:9000").has_value());
  EXPECT_EQ(options.host, "::1");
  EXPECT_EQ(options.port, 9000);
}

TEST(ServerOptions, RefuseWhatIsOutOfRange) {
  Options options;
  for (const auto& [name, value] : {std::pair{"listen", "8080"},
                                    {"listen", "localhost:99999"},
                                    {"auth", "maybe"},
                                    {"account-id", "12"},
                                    {"job-threads", "0"},
                                    {"body-kib-max", "-1"},
                                    {"io-threads", "2x"},
                                    {"file-root", "relative"},
                                    {"log-level", "loud"},
                                    {"data-dir", ""}}) {
    EXPECT_FALSE(set(options, name, value).has_value()) << name << "=" << value;
  }
}

TEST(ServerOptions, RefuseAnOpenServerBeyondLoopback) {
  Options options;
  options.host = "0.0.0.0";
  EXPECT_FALSE(check(options).has_value());
  options.auth = Auth::kOn;
  EXPECT_TRUE(check(options).has_value());
  options.auth = Auth::kOff;
  options.host = "127.0.0.1";
  EXPECT_TRUE(check(options).has_value());
}

}  // namespace
}  // namespace attune::server
