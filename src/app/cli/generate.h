#pragma once

namespace CLI {
class App;
}

namespace attune::cli {

/// `attune generate`: writes a synthetic shop as CSV files with their schemas.
void add_generate(CLI::App& root, int& exit_code);

}  // namespace attune::cli
