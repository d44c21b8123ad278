#pragma once

#include <string>

namespace attune::aws {

struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token = {};  // empty: none
};

}  // namespace attune::aws
