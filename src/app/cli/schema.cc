#include "app/cli/schema.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "app/cli/exit_code.h"
#include "domain/data/avro_text.h"
#include "domain/data/import.h"
#include "domain/data/schema.h"
#include "foundation/base/error.h"
#include "foundation/io/file_source.h"

namespace attune::cli {
namespace {

struct SchemaOptions {
  std::string file;
  std::string type = "Interactions";
};

Result<void> print_schema(const SchemaOptions& options) {
  const auto type = data::dataset_type_of(options.type);
  if (!type) return invalid_input("--type: \"" + options.type + "\" is no dataset type");
  const data::CsvFile file{.name = options.file,
                           .open = [&]() -> Result<std::unique_ptr<io::ByteSource>> {
                             ATTUNE_TRY(source, io::FileSource::open(options.file));
                             return std::move(source);
                           }};
  ATTUNE_TRY(schema, data::guess_schema(*type, file));
  std::cout << data::avro_text(schema);
  return {};
}

}  // namespace

void add_schema(CLI::App& root, int& exit_code) {
  auto options = std::make_shared<SchemaOptions>();
  CLI::App& command = *root.add_subcommand(
      "schema", "Guesses the schema of a CSV file and prints it as CreateSchema wants it");
  command.add_option("FILE", options->file, "CSV with a header row")->required();
  command.add_option("--type", options->type, "Interactions, Items or Users")
      ->capture_default_str();
  command.callback([options, &exit_code] {
    const Result<void> outcome = print_schema(*options);
    exit_code = outcome ? kExitSuccess : fail(outcome.error());
  });
}

}  // namespace attune::cli
