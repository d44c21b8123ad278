#include "learning/recipes/solution_artefact.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <ios>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include "domain/data/interactions.h"
#include "domain/data/load.h"
#include "foundation/base/check.h"
#include "foundation/base/error.h"
#include "foundation/base/unique_id.h"
#include "foundation/json/value.h"
#include "learning/models/artefact.h"
#include "learning/models/model.h"
#include "learning/recipes/manifest.h"

namespace attune::recipes {
namespace {

namespace fs = std::filesystem;

constexpr const char* kManifestName = "manifest.json";
constexpr const char* kWeightsName = "weights.safetensors";
constexpr const char* kInteractionsName = "interactions.attune";
constexpr const char* kUnselectedName = "unselected.attune";
constexpr std::uintmax_t kManifestBytesMax = 16 << 20;

std::unexpected<Error> io_error(const std::string& what, const fs::path& path) {
  return internal_error(what + " " + path.string() + ": " + std::generic_category().message(errno));
}

// Makes what was written to a file, or renamed inside a directory, survive a power cut.
Result<void> sync(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return io_error("cannot open", path);
  const bool synced = ::fsync(descriptor) == 0;
  ::close(descriptor);
  if (!synced) return io_error("cannot sync", path);
  return {};
}

Result<void> write_text(const std::string& text, const fs::path& path) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) return io_error("cannot write", path);
  return sync(path);
}

Result<std::string> read_text(const fs::path& path) {
  std::error_code failed;
  const std::uintmax_t size = fs::file_size(path, failed);
  if (failed) return invalid_input(path.string() + ": missing, the solution is incomplete");
  if (size > kManifestBytesMax) {
    return invalid_input(path.string() + ": " + std::to_string(size) + " bytes, at most " +
                         std::to_string(kManifestBytesMax));
  }
  std::ifstream file(path, std::ios::binary);
  std::string text(size, '\0');
  if (!file.read(text.data(), static_cast<std::streamsize>(size)))
    return io_error("cannot read", path);
  return text;
}

Result<void> write_files(const SolutionArtefact& artefact, const fs::path& directory) {
  ATTUNE_TRY_VOID(
      models::write_artefact(artefact.model->to_artefact(), (directory / kWeightsName).string()));
  ATTUNE_TRY_VOID(
      data::save_interactions(*artefact.interactions, (directory / kInteractionsName).string()));
  if (artefact.unselected) {
    ATTUNE_TRY_VOID(
        data::save_interactions(*artefact.unselected, (directory / kUnselectedName).string()));
  }
  // The manifest last: a directory that has one is complete.
  ATTUNE_TRY_VOID(write_text(json::write(manifest_of(artefact)) + "\n", directory / kManifestName));
  return sync(directory);
}

// A directory beside the final one that goes away unless it is renamed into place.
class Beside {
 public:
  explicit Beside(fs::path final_path)
      : final_(std::move(final_path)), path_(final_.string() + ".writing-" + make_hex_id(8)) {}
  Beside(const Beside&) = delete;
  Beside& operator=(const Beside&) = delete;
  ~Beside() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }

  [[nodiscard]] const fs::path& path() const { return path_; }
  Result<void> move_into_place() const {
    std::error_code failed;
    fs::rename(path_, final_, failed);
    if (failed)
      return internal_error("cannot rename to " + final_.string() + ": " + failed.message());
    return sync(final_.has_parent_path() ? final_.parent_path() : fs::path("."));
  }

 private:
  fs::path final_;
  fs::path path_;
};

fs::path without_trailing_slash(const std::string& directory) {
  const fs::path path = fs::path(directory).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

Result<std::shared_ptr<const data::InteractionTable>> read_unselected(
    const fs::path& path, const data::InteractionTable& interactions) {
  ATTUNE_TRY(table, data::read_interactions(path.string()));
  if (table.item_count() != interactions.item_count()) {
    return invalid_input(path.string() + ": it has " + std::to_string(table.item_count()) +
                         " items, the model's interactions " +
                         std::to_string(interactions.item_count()));
  }
  table.items = interactions.items;
  return std::make_shared<const data::InteractionTable>(std::move(table));
}

}  // namespace

Result<void> write_solution(const SolutionArtefact& artefact, const std::string& directory) {
  ATTUNE_CHECK(artefact.recipe != nullptr && artefact.model && artefact.interactions);
  ATTUNE_CHECK(artefact.selection.rules.empty() || artefact.unselected);
  const fs::path target = without_trailing_slash(directory);
  std::error_code failed;
  if (fs::exists(target, failed)) {
    return failure(ErrorCode::kAlreadyExists,
                   target.string() + " already exists; a solution is never overwritten");
  }
  const Beside beside(target);
  fs::create_directories(beside.path(), failed);
  if (failed) {
    return internal_error("cannot create " + beside.path().string() + ": " + failed.message());
  }
  ATTUNE_TRY_VOID(write_files(artefact, beside.path()));
  return beside.move_into_place();
}

Result<SolutionArtefact> read_solution(const std::string& directory) {
  const fs::path path(directory);
  std::error_code failed;
  if (!fs::is_directory(path, failed)) return not_found("no solution directory " + directory);
  ATTUNE_TRY(text, read_text(path / kManifestName));
  ATTUNE_TRY(artefact, parse_manifest(text));
  ATTUNE_TRY(weights, models::read_artefact((path / kWeightsName).string()));
  ATTUNE_TRY(model, artefact.recipe->load(weights));
  ATTUNE_TRY(interactions, data::read_interactions((path / kInteractionsName).string()));
  if (model->item_count() != interactions.item_count()) {
    return invalid_input("solution " + directory + ": the model has " +
                         std::to_string(model->item_count()) + " items, its vocabulary " +
                         std::to_string(interactions.item_count()));
  }
  artefact.model = std::move(model);
  artefact.interactions = std::make_shared<const data::InteractionTable>(std::move(interactions));
  if (!artefact.selection.rules.empty()) {
    ATTUNE_TRY(unselected, read_unselected(path / kUnselectedName, *artefact.interactions));
    artefact.unselected = std::move(unselected);
  }
  return std::move(artefact);
}

}  // namespace attune::recipes
