#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace attune::objects {

/// A moto server (an S3 in memory) of this test's own, ended with it.
class Moto {
 public:
  /// Null, with a printed line, unless ATTUNE_TEST_MOTO names the moto_server program.
  [[nodiscard]] static std::unique_ptr<Moto> start();
  ~Moto();
  Moto(const Moto&) = delete;
  Moto& operator=(const Moto&) = delete;

  [[nodiscard]] const std::string& endpoint() const { return endpoint_; }

 private:
  Moto(int process, std::string endpoint);

  int process_;
  std::string endpoint_;
};

}  // namespace attune::objects
