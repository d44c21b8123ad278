#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "foundation/aws/credentials.h"
#include "foundation/aws/credentials_from_environment.h"

namespace attune::objects {

/// Where the bucket's name goes: into the path or into the host. Stores of one's own mostly know
/// only the path.
enum class S3Addressing : std::uint8_t { kPath, kVirtualHost };

/// How to reach S3 or a store that speaks its protocol.
struct S3Options {
  std::string endpoint = {};  // "http://host:port"; empty: Amazon's for the region
  std::string region = "us-east-1";
  S3Addressing addressing = S3Addressing::kVirtualHost;
  std::optional<aws::Credentials> credentials = {};  // nothing: unsigned requests

  std::size_t attempt_count_max = 5;  // of each request
  std::chrono::milliseconds backoff_first{100};
  std::chrono::milliseconds backoff_max{5'000};
  std::chrono::milliseconds timeout{120'000};  // of one attempt
  /// How to wait between attempts.
  std::function<void(std::chrono::milliseconds)> pause = [](std::chrono::milliseconds time) {
    std::this_thread::sleep_for(time);
  };

  std::size_t read_bytes = std::size_t{8} * 1024 * 1024;  // held by an open source
  /// Larger objects go up in parts of this size; S3 wants at least 5 MiB and at most 10,000 parts.
  std::size_t part_bytes = std::size_t{16} * 1024 * 1024;
};

/// ATTUNE_S3_ENDPOINT (then addressing by path), the AWS credentials and the AWS region.
[[nodiscard]] S3Options s3_options_from_environment(
    const aws::ReadVariable& read = aws::process_environment());

}  // namespace attune::objects
