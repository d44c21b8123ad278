#pragma once

namespace CLI {
class App;
}

namespace attune::cli {

void add_keys(CLI::App& root, int& exit_code);

}  // namespace attune::cli
