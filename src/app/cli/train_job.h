#pragma once

namespace CLI {
class App;
}

namespace attune::cli {

void add_train_job(CLI::App& root, int& exit_code);

}  // namespace attune::cli
