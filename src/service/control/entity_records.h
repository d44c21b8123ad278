#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/data/schema.h"
#include "foundation/base/error.h"
#include "service/control/control.h"

namespace attune::control {

/// One item or user as it was sent: its id and the JSON text of its properties.
struct SentRecord {
  std::string id;
  std::string properties;
  std::string path;  // of the properties, for messages: "items[0].properties"
};

struct PutRecords {
  std::string dataset_arn;
  data::DatasetType type = data::DatasetType::kItems;  // that the dataset must have
  std::vector<SentRecord> records;
};

/// Replaces whole records by id (reference 9.3), all or none; durable once it returns. Of two with
/// the same id the later one stays. Then tells `control.metadata_changed`. kNotFound: no such
/// dataset; kInUse: it is being created or deleted; kInvalidInput: it has another type, or a
/// record does not fit its schema. Blocks on the disk.
Result<void> put_records(const Control& control, const Caller& caller, const PutRecords& put);

/// Forgets every record of the dataset, in pages; to be repeated after a failure. None comes any
/// more once the dataset is being deleted.
Result<void> remove_records(const Control& control, std::string_view account_id,
                            std::string_view dataset_arn);

}  // namespace attune::control
