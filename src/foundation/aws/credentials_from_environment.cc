#include "foundation/aws/credentials_from_environment.h"

#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

#include "foundation/aws/credentials.h"

namespace attune::aws {

ReadVariable process_environment() {
  return [](const char* name) {
    const char* const value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
}

std::optional<Credentials> credentials_from_environment(const ReadVariable& read) {
  Credentials credentials{.access_key_id = read("AWS_ACCESS_KEY_ID"),
                          .secret_access_key = read("AWS_SECRET_ACCESS_KEY"),
                          .session_token = read("AWS_SESSION_TOKEN")};
  if (credentials.access_key_id.empty() || credentials.secret_access_key.empty()) {
    return std::nullopt;
  }
  return credentials;
}

std::string region_from_environment(const ReadVariable& read) {
  for (const char* const name : {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
    if (std::string region = read(name); !region.empty()) return region;
  }
  return "us-east-1";
}

}  // namespace attune::aws
