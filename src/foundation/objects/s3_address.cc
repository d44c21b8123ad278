#include "foundation/objects/s3_address.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/aws/uri_encode.h"
#include "foundation/base/error.h"
#include "foundation/objects/s3_options.h"

namespace attune::objects {
namespace {

bool is_letter_or_digit(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
}

/// The part behind "http://" or "https://", without a final slash.
std::optional<std::string_view> authority_of(std::string_view endpoint) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!endpoint.starts_with(scheme)) continue;
    endpoint.remove_prefix(scheme.size());
    if (endpoint.ends_with('/')) endpoint.remove_suffix(1);
    constexpr std::string_view kForbidden = "/?#@ ";
    if (endpoint.empty() || endpoint.find_first_of(kForbidden) != std::string_view::npos) break;
    return endpoint;
  }
  return std::nullopt;
}

std::string endpoint_of(const S3Options& options) {
  if (!options.endpoint.empty()) return options.endpoint;
  return "https://s3." + options.region + ".amazonaws.com";
}

bool is_s3_host(std::string_view host, const S3Options& options) {
  if (!options.endpoint.empty()) return authority_of(options.endpoint) == host;
  return host == "s3.amazonaws.com" || host == "s3." + options.region + ".amazonaws.com" ||
         host == "s3-" + options.region + ".amazonaws.com";
}

std::optional<BucketAndKey> split_bucket(std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  BucketAndKey found{.bucket = std::string(text.substr(0, slash)),
                     .key = std::string(text.substr(std::min(slash + 1, text.size())))};
  if (!is_bucket_name(found.bucket)) return std::nullopt;
  return found;
}

std::optional<BucketAndKey> parse_http_location(std::string_view rest, const S3Options& options) {
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  const std::string_view host = rest.substr(0, slash);
  const auto path = aws::uri_decode(rest.substr(std::min(slash + 1, rest.size())));
  if (!path) return std::nullopt;
  if (is_s3_host(host, options)) return split_bucket(*path);
  for (std::size_t dot = host.find('.'); dot != std::string_view::npos;
       dot = host.find('.', dot + 1)) {
    const std::string_view bucket = host.substr(0, dot);
    if (is_s3_host(host.substr(dot + 1), options) && is_bucket_name(bucket)) {
      return BucketAndKey{.bucket = std::string(bucket), .key = *path};
    }
  }
  return std::nullopt;
}

}  // namespace

std::string S3Address::target(std::string_view key) const {
  return path_prefix + '/' + aws::uri_encode(key, aws::Slash::kKeep);
}

bool is_bucket_name(std::string_view name) {
  return name.size() >= 3 && name.size() <= 63 && is_letter_or_digit(name.front()) &&
         is_letter_or_digit(name.back()) && name.find("..") == std::string_view::npos &&
         std::ranges::all_of(name, [](char letter) {
           return is_letter_or_digit(letter) || letter == '.' || letter == '-' || letter == '_';
         });
}

Result<S3Address> s3_address(const S3Options& options, const std::string& bucket) {
  if (!is_bucket_name(bucket)) {
    return invalid_input("'" + bucket + "' is not the name of an S3 bucket");
  }
  const std::string endpoint = endpoint_of(options);
  const auto authority = authority_of(endpoint);
  if (!authority) {
    return invalid_input("the S3 endpoint '" + endpoint + "' is not of the form http(s)://host");
  }
  const std::string scheme = endpoint.substr(0, endpoint.find("://") + 3);
  S3Address address;
  address.host = std::string(*authority);
  if (options.addressing == S3Addressing::kVirtualHost) {
    address.host = bucket + '.' + address.host;
  } else {
    address.path_prefix = '/' + bucket;
  }
  address.origin = scheme + address.host;
  return address;
}

std::optional<BucketAndKey> parse_s3_location(std::string_view location, const S3Options& options) {
  constexpr std::string_view kS3 = "s3://";
  if (location.starts_with(kS3)) return split_bucket(location.substr(kS3.size()));
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (location.starts_with(scheme)) {
      return parse_http_location(location.substr(scheme.size()), options);
    }
  }
  return std::nullopt;
}

}  // namespace attune::objects
