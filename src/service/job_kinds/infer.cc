#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/filter/filter.h"
#include "domain/resources/batch_inference_job.h"
#include "domain/resources/filter.h"
#include "domain/resources/solution_version.h"
#include "domain/resources/typed.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "foundation/io/line_reader.h"
#include "foundation/json/value.h"
#include "foundation/objects/location_resolver.h"
#include "foundation/telemetry/log.h"
#include "learning/recipes/solution_artefact.h"
#include "service/campaigns/campaigns.h"
#include "service/control/transitions.h"
#include "service/job_kinds/batch_line.h"
#include "service/job_kinds/find_subject.h"
#include "service/job_kinds/group_data.h"
#include "service/job_kinds/kinds.h"
#include "service/job_kinds/work_file.h"

namespace attune::job_kinds {
namespace {

using resources::BatchInferenceJob;

// Reference 10.1.
constexpr std::size_t kFilesMax = 1000;
constexpr std::uint64_t kBytesMax = std::uint64_t{1} << 30;
constexpr std::int64_t kLinesBetweenReports = 1000;
// Users of a batch rarely come twice: few states are kept.
constexpr std::size_t kLiveUsersMax = 1000;

/// The job with what it needs of the database.
struct Work {
  BatchInferenceJob job;
  std::string artefact_key;
  std::string filter_expression;  // empty: none
};

Result<Work> find_work(const Services& services, const jobs::RunningJob& job) {
  ATTUNE_TRY(asked, find_subject<BatchInferenceJob>(services, job));
  Work work{.job = std::move(asked), .artefact_key = {}, .filter_expression = {}};
  ATTUNE_TRY_VOID(services.database.read([&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    const std::string& version_arn = work.job.solution_version_arn;
    ATTUNE_TRY(version,
               resources::find<resources::SolutionVersion>(rows, job.account_id, version_arn));
    if (!version || !version->value.artefact_key) {
      return not_found(version_arn + " has no trained model.");
    }
    work.artefact_key = *version->value.artefact_key;
    if (!work.job.filter_arn) return {};
    ATTUNE_TRY(filter,
               resources::find<resources::Filter>(rows, job.account_id, *work.job.filter_arn));
    if (!filter) return not_found(*work.job.filter_arn + " does not exist.");
    work.filter_expression = filter->value.filter_expression;
    return {};
  }));
  return work;
}

/// The version in a service of the job's own: campaigns on it are neither needed nor disturbed.
struct Model {
  std::unique_ptr<campaigns::Campaigns> serving;
  recipes::RecipeType type = recipes::RecipeType::kUserPersonalization;
};

Result<Model> load_model(const Services& services, const jobs::RunningJob& job, const Work& work) {
  Model model;
  model.serving = campaigns::Campaigns::create(services.events, {.live_users_max = kLiveUsersMax});
  ATTUNE_TRY(solution, recipes::read_solution(services.objects / work.artefact_key));
  const std::string& group = work.job.dataset_group_arn;
  ATTUNE_TRY(metadata, load_metadata(services.files(), job.account_id, group));
  campaigns::Deployment deployment;
  deployment.campaign_arn = job.subject_arn;
  deployment.dataset_group_arn = group;
  deployment.solution_version_arn = work.job.solution_version_arn;
  deployment.solution = std::make_shared<const recipes::SolutionArtefact>(std::move(solution));
  if (work.job.batch_inference_job_config &&
      work.job.batch_inference_job_config->item_exploration_config) {
    const auto& given = *work.job.batch_inference_job_config->item_exploration_config;
    deployment.exploration.assign(given.begin(), given.end());
  }
  model.type = deployment.solution->recipe->type;
  ATTUNE_TRY_VOID(model.serving->deploy(deployment));
  model.serving->set_metadata(group, std::move(metadata));
  if (work.filter_expression.empty()) return model;
  ATTUNE_TRY(expression, filter::parse(work.filter_expression));
  ATTUNE_TRY_VOID(model.serving->set_filter(*work.job.filter_arn, group, std::move(expression)));
  return model;
}

/// Every object whose key begins with the input path.
struct Input {
  std::shared_ptr<objects::ObjectStore> store;
  std::vector<std::string> keys;
  std::size_t folder_size = 0;  // of the keys' common folder
};

Result<Input> find_input(const Services& services, const std::string& path) {
  const auto location = services.locations.resolve(path);
  if (!location && location.error().code == ErrorCode::kInvalidInput) {
    return invalid_input("Invalid S3 input path: " + path);
  }
  if (!location) return std::unexpected(location.error());
  ATTUNE_TRY(listed, location->store->list(location->key));
  Input input{.store = location->store, .keys = {}};
  const std::size_t slash = location->key.rfind('/');
  input.folder_size = slash == std::string::npos ? 0 : slash + 1;
  std::uint64_t size_bytes = 0;
  for (const objects::ObjectInfo& object : listed) {
    if (object.key.ends_with('/')) continue;
    input.keys.push_back(object.key);
    size_bytes += object.size_bytes;
  }
  if (input.keys.empty()) return not_found("Invalid S3 input path: " + path + " has no files");
  if (input.keys.size() > kFilesMax || size_bytes > kBytesMax) {
    return invalid_input("jobInput: " + std::to_string(input.keys.size()) + " files with " +
                         std::to_string(size_bytes) + " bytes, at most " +
                         std::to_string(kFilesMax) + " files with " + std::to_string(kBytesMax));
  }
  return input;
}

/// Answers line after line, in bounded memory.
class Answering {
 public:
  Answering(const jobs::RunningJob& job, const Model& model, const BatchAsk& ask)
      : job_(job), model_(model), ask_(ask) {}

  Result<void> answer(io::ByteSource& source, WorkFile& out) {
    io::LineReader reader(source);
    for (io::Line line;;) {
      ATTUNE_TRY(found, reader.next(line));
      if (!found) return {};
      if (line.text.find_first_not_of(" \t") == std::string::npos) continue;
      ATTUNE_TRY(answered, answer(line));
      answered += '\n';
      ATTUNE_TRY_VOID(out.write(answered));
      if (++lines_ % kLinesBetweenReports == 0) ATTUNE_TRY_VOID(report());
    }
  }
  [[nodiscard]] std::int64_t lines() const { return lines_; }

 private:
  Result<std::string> answer(const io::Line& line) const {
    if (line.is_too_long) {
      return error_line("",
                        "the line is longer than " + std::to_string(io::kLineBytesMax) + " bytes");
    }
    return answer_line(*model_.serving, ask_, line.text);
  }

  [[nodiscard]] Result<void> report() const {
    job_.report(json::write(json::Object{{"lines", lines_}}));
    if (!job_.stop_requested()) return {};
    return failure(ErrorCode::kCancelled, "the batch was stopped");
  }

  const jobs::RunningJob& job_;
  const Model& model_;
  const BatchAsk& ask_;
  std::int64_t lines_ = 0;
};

Result<std::int64_t> answer_files(const Services& services, const jobs::RunningJob& job,
                                  const Work& work) {
  ATTUNE_TRY(input, find_input(services, work.job.job_input.s3_data_source.path));
  ATTUNE_TRY(folder, output_folder(services, work.job.job_output.s3_data_destination.path));
  ATTUNE_TRY(model, load_model(services, job, work));
  const BatchAsk ask{.served_as = job.subject_arn,
                     .type = model.type,
                     .num_results = work.job.num_results,
                     .filter_arn = work.job.filter_arn};
  Answering answering(job, model, ask);
  for (const std::string& key : input.keys) {
    ATTUNE_TRY(source, input.store->open(key));
    ATTUNE_TRY(file, WorkFile::create(services, job));
    ATTUNE_TRY_VOID(answering.answer(*source, file));
    const std::string name = key.substr(input.folder_size) + ".out";
    ATTUNE_TRY_VOID(file.store(*folder.store, folder.key + name));
  }
  return answering.lines();
}

}  // namespace

Result<void> run_infer(const Services& services, const jobs::RunningJob& job) {
  const control::Transitions transitions(services.control);
  ATTUNE_TRY_VOID(transitions.mark_in_progress(job.account_id, job.subject_arn));
  ATTUNE_TRY(work, find_work(services, job));
  ATTUNE_TRY(lines, answer_files(services, job, work));
  log::info("batch inference finished", {{"job", job.subject_arn}, {"lines", lines}});
  return transitions.mark_active(job.account_id, job.subject_arn);
}

}  // namespace attune::job_kinds
