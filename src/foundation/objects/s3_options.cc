#include "foundation/objects/s3_options.h"

#include "foundation/aws/credentials_from_environment.h"

namespace attune::objects {

S3Options s3_options_from_environment(const aws::ReadVariable& read) {
  S3Options options;
  options.endpoint = read("ATTUNE_S3_ENDPOINT");
  if (!options.endpoint.empty()) options.addressing = S3Addressing::kPath;
  options.region = aws::region_from_environment(read);
  options.credentials = aws::credentials_from_environment(read);
  return options;
}

}  // namespace attune::objects
