#include <array>
#include <span>

#include "app/cli/command.h"
#include "app/cli/evaluate.h"
#include "app/cli/generate.h"
#include "app/cli/inspect.h"
#include "app/cli/keys.h"
#include "app/cli/recommend.h"
#include "app/cli/schema.h"
#include "app/cli/serve.h"
#include "app/cli/train.h"
#include "app/cli/train_job.h"

namespace attune::cli {

std::span<const Command> catalogue() {
  static constexpr std::array kCommands{
      Command{.name = "evaluate", .add = add_evaluate},
      Command{.name = "generate", .add = add_generate},
      Command{.name = "inspect", .add = add_inspect},
      Command{.name = "keys", .add = add_keys},
      Command{.name = "recommend", .add = add_recommend},
      Command{.name = "schema", .add = add_schema},
      Command{.name = "serve", .add = add_serve},
      Command{.name = "train", .add = add_train},
      Command{.name = "train-job", .add = add_train_job},
  };
  return kCommands;
}

}  // namespace attune::cli
