#pragma once

namespace CLI {
class App;
}

namespace attune::cli {

void add_serve(CLI::App& root, int& exit_code);

}  // namespace attune::cli
