#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "domain/data/csv_row.h"
#include "domain/data/schema.h"
#include "domain/data/segment.h"
#include "domain/events/event_log.h"
#include "domain/resources/dataset_export_job.h"
#include "domain/resources/job_payloads.h"
#include "domain/resources/typed.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "foundation/io/checksum.h"
#include "foundation/json/shape.h"
#include "foundation/json/value.h"
#include "foundation/telemetry/log.h"
#include "service/control/transitions.h"
#include "service/job_kinds/actors.h"
#include "service/job_kinds/find_subject.h"
#include "service/job_kinds/group_data.h"
#include "service/job_kinds/kinds.h"
#include "service/job_kinds/work_file.h"

namespace attune::job_kinds {
namespace {

using data::DatasetType;
using resources::DatasetExportJob;

/// Lines are known by 128 bits of two hashes: what is kept stays small.
class Seen {
 public:
  /// False if the line came before.
  bool insert(std::string_view line) {
    return keys_.insert({io::hash64(line), io::checksum64(line)}).second;
  }

 private:
  using Key = std::array<std::uint64_t, 2>;
  struct Hash {
    std::size_t operator()(const Key& key) const { return key[0]; }
  };
  std::unordered_set<Key, Hash> keys_;
};

/// Lines of the export; the same line is written once (reference 4.8).
class Lines {
 public:
  Lines(WorkFile& file, const jobs::RunningJob& job) : file_(file), job_(job) {}

  Result<void> write(std::string& line) {
    if (job_.stop_requested()) return failure(ErrorCode::kCancelled, "the export was stopped");
    if (!seen_.insert(line)) return {};
    ++count_;
    line += '\n';
    return file_.write(line);
  }
  [[nodiscard]] std::int64_t count() const { return count_; }

 private:
  WorkFile& file_;
  const jobs::RunningJob& job_;
  Seen seen_;
  std::int64_t count_ = 0;
};

/// What is exported.
struct Export {
  const Services& services;
  const resources::ExportPayload& payload;
  const DatasetFiles& dataset;
  const std::string& dataset_arn;
  bool bulk = true;
  bool put = true;
};

bool has_events(const data::Schema& schema) {
  return schema.dataset_type == DatasetType::kInteractions ||
         schema.dataset_type == DatasetType::kActionInteractions;
}

std::string_view id_column(const data::Schema& schema) {
  switch (schema.dataset_type) {
    case DatasetType::kUsers:
      return "USER_ID";
    case DatasetType::kActions:
      return "ACTION_ID";
    default:
      return "ITEM_ID";
  }
}

std::string line_of(const data::Schema& schema, const data::StreamedEntity& record) {
  json::Value object{json::Object{{std::string(id_column(schema)), record.id}}};
  const auto properties = json::parse(record.properties);
  if (properties && properties->if_object() != nullptr) {
    for (const auto& [name, value] : *properties->if_object()) object.add(name, value);
  }
  std::string line;
  data::append_object_line(schema, object, line);
  return line;
}

void add_text(json::Value& object, std::string_view column, const std::string& text) {
  if (!text.empty()) object.add(std::string(column), text);
}

// The shortest text that reads back as the same float.
std::string text_of(float value) {
  constexpr std::size_t kDigitsMax = 32;
  std::array<char, kDigitsMax> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return {digits.data(), end};
}

std::string line_of(const data::Schema& schema, const events::Event& event, std::string user) {
  const bool of_actions = schema.dataset_type == DatasetType::kActionInteractions;
  json::Value object{json::Object{{"USER_ID", std::move(user)}, {"TIMESTAMP", event.timestamp_s}}};
  add_text(object, of_actions ? "ACTION_ID" : "ITEM_ID", event.item_id);
  add_text(object, "EVENT_TYPE", event.event_type);
  if (event.event_value) object.add("EVENT_VALUE", text_of(*event.event_value));
  add_text(object, "IMPRESSION", event.impression);
  add_text(object, "RECOMMENDATION_ID", event.recommendation_id);
  add_text(object, "EVENT_ATTRIBUTION_SOURCE", event.attribution_source);
  const auto properties = json::parse(event.properties.empty() ? "{}" : event.properties);
  if (properties && properties->if_object() != nullptr) {
    for (const auto& [name, value] : *properties->if_object()) object.add(name, value);
  }
  std::string line;
  data::append_object_line(schema, object, line);
  return line;
}

Result<void> write_segments(const Export& what, Lines& lines) {
  for (const std::string& path : what.dataset.segments) {
    ATTUNE_TRY(segment, data::Segment::open(path));
    const data::SegmentRows rows(segment, what.dataset.schema);
    std::string line;
    for (std::size_t group = 0; group < segment.group_count(); ++group) {
      for (std::size_t row = 0; row < segment.group_row_count(group); ++row) {
        line.clear();
        rows.append_line(group, row, line);
        ATTUNE_TRY_VOID(lines.write(line));
      }
    }
  }
  return {};
}

Result<void> write_events(const Export& what, Lines& lines) {
  // Events of actions stand under their dataset.
  const std::string& source = what.dataset.schema.dataset_type == DatasetType::kInteractions
                                  ? what.payload.dataset_group_arn
                                  : what.dataset_arn;
  Actors actors(what.services.events, source);
  Result<void> outcome;
  ATTUNE_TRY_VOID(what.services.events.read(source, 0, [&](const events::StoredEvent& stored) {
    if (!outcome || stored.event.item_id.empty()) return;
    auto user = actors.of(stored.event);
    if (!user) {
      outcome = std::unexpected(user.error());
      return;
    }
    std::string line = line_of(what.dataset.schema, stored.event, std::move(*user));
    outcome = lines.write(line);
  }));
  return outcome;
}

Result<void> write_records(const Export& what, Lines& lines) {
  for (const data::StreamedEntity& record : what.dataset.records) {
    std::string line = line_of(what.dataset.schema, record);
    ATTUNE_TRY_VOID(lines.write(line));
  }
  return {};
}

// The newest row of each id: put records are newer than what was imported, later segments than
// earlier ones.
Result<void> write_newest(const Export& what, Lines& lines) {
  std::set<std::string, std::less<>> ids;
  for (const data::StreamedEntity& record : what.dataset.records) {
    ids.insert(record.id);
    std::string line = line_of(what.dataset.schema, record);
    ATTUNE_TRY_VOID(lines.write(line));
  }
  for (auto path = what.dataset.segments.rbegin(); path != what.dataset.segments.rend(); ++path) {
    ATTUNE_TRY(segment, data::Segment::open(*path));
    const data::SegmentRows rows(segment, what.dataset.schema);
    std::string line;
    for (std::size_t group = segment.group_count(); group-- > 0;) {
      for (std::size_t row = segment.group_row_count(group); row-- > 0;) {
        auto id = rows.text(group, row, id_column(what.dataset.schema));
        if (!id || !ids.insert(std::move(*id)).second) continue;
        line.clear();
        rows.append_line(group, row, line);
        ATTUNE_TRY_VOID(lines.write(line));
      }
    }
  }
  return {};
}

Result<void> write_all(const Export& what, Lines& lines) {
  const bool with_events = has_events(what.dataset.schema);
  if (what.bulk && what.put && !with_events) return write_newest(what, lines);
  if (what.bulk) ATTUNE_TRY_VOID(write_segments(what, lines));
  if (!what.put) return {};
  return with_events ? write_events(what, lines) : write_records(what, lines);
}

}  // namespace

Result<void> run_export(const Services& services, const jobs::RunningJob& job) {
  ATTUNE_TRY(document, json::parse(job.payload));
  ATTUNE_TRY(payload, json::read<resources::ExportPayload>(document));
  const control::Transitions transitions(services.control);
  ATTUNE_TRY_VOID(transitions.mark_in_progress(job.account_id, job.subject_arn));
  ATTUNE_TRY(asked, find_subject<DatasetExportJob>(services, job));
  const auto type = data::dataset_type_of(payload.dataset_type);
  ATTUNE_TRY(dataset,
             find_dataset_files(services.files(), job.account_id, payload.dataset_group_arn,
                                type.value_or(DatasetType::kInteractions)));
  if (!dataset) return not_found("dataset " + asked.dataset_arn + " does not exist");
  ATTUNE_TRY(folder, output_folder(services, asked.job_output.s3_data_destination.path));

  ATTUNE_TRY(file, WorkFile::create(services, job));
  ATTUNE_TRY_VOID(file.write(data::csv_header(dataset->schema)));
  Lines lines(file, job);
  ATTUNE_TRY_VOID(write_all({.services = services,
                             .payload = payload,
                             .dataset = *dataset,
                             .dataset_arn = asked.dataset_arn,
                             .bulk = asked.ingestion_mode != "PUT",
                             .put = asked.ingestion_mode != "BULK"},
                            lines));
  ATTUNE_TRY_VOID(file.store(*folder.store, folder.key + asked.job_name + ".csv"));
  log::info("export finished", {{"job", job.subject_arn}, {"rows", lines.count()}});
  return transitions.mark_active(job.account_id, job.subject_arn);
}

}  // namespace attune::job_kinds
