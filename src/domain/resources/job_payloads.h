#pragma once

#include <string>
#include <string_view>

#include "foundation/json/shape.h"

namespace attune::resources {

/// The kinds of background work that control operations ask for; the job's subject is the resource.
namespace job_kind {
inline constexpr std::string_view kCreate =
    "create";  // or an update: PENDING, IN_PROGRESS, ACTIVE; no payload
inline constexpr std::string_view kDelete = "delete";  // frees what it holds, then removes it
inline constexpr std::string_view kImport = "import";
inline constexpr std::string_view kTrain = "train";
inline constexpr std::string_view kDeploy = "deploy";
inline constexpr std::string_view kExport = "export";
inline constexpr std::string_view kInfer = "infer";  // a batch inference job; no payload
inline constexpr std::string_view kPurge = "purge";  // a data deletion job; no payload
inline constexpr std::string_view kRecommend =
    "recommend";  // trains, serves or stops a recommender
}  // namespace job_kind

/// Subject: the dataset import job.
struct ImportPayload {
  std::string dataset_arn;
  std::string dataset_group_arn;
  std::string schema_arn;
  std::string data_location;
  std::string import_mode;

  static constexpr auto kShape =
      json::shape(json::field("datasetArn", &ImportPayload::dataset_arn),
                  json::field("datasetGroupArn", &ImportPayload::dataset_group_arn),
                  json::field("schemaArn", &ImportPayload::schema_arn),
                  json::field("dataLocation", &ImportPayload::data_location),
                  json::field("importMode", &ImportPayload::import_mode));
};

/// Subject: the solution version.
struct TrainPayload {
  std::string solution_arn;
  std::string dataset_group_arn;
  std::string recipe_arn;
  std::string training_mode;

  static constexpr auto kShape =
      json::shape(json::field("solutionArn", &TrainPayload::solution_arn),
                  json::field("datasetGroupArn", &TrainPayload::dataset_group_arn),
                  json::field("recipeArn", &TrainPayload::recipe_arn),
                  json::field("trainingMode", &TrainPayload::training_mode));
};

/// Subject: the campaign. `solution_version_arn` is a version, never an alias.
struct DeployPayload {
  std::string dataset_group_arn;
  std::string solution_version_arn;
  bool is_update = false;

  static constexpr auto kShape =
      json::shape(json::field("datasetGroupArn", &DeployPayload::dataset_group_arn),
                  json::field("solutionVersionArn", &DeployPayload::solution_version_arn),
                  json::field("isUpdate", &DeployPayload::is_update));
};

/// Subject: the dataset export job.
struct ExportPayload {
  std::string dataset_group_arn;
  std::string dataset_type;  // "INTERACTIONS"

  static constexpr auto kShape =
      json::shape(json::field("datasetGroupArn", &ExportPayload::dataset_group_arn),
                  json::field("datasetType", &ExportPayload::dataset_type));
};

/// Subject: the recommender.
struct RecommendPayload {
  bool trains = false;  // otherwise what was trained before is served
  bool serves = true;   // false: is withdrawn

  static constexpr auto kShape = json::shape(json::field("trains", &RecommendPayload::trains),
                                             json::field("serves", &RecommendPayload::serves));
};

}  // namespace attune::resources
