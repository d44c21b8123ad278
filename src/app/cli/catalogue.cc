#include <array>
#include <span>

#include "app/cli/command.h"
#include "app/cli/evaluate.h"
#include "app/cli/inspect.h"
#include "app/cli/recommend.h"
#include "app/cli/train.h"

namespace attune::cli {

std::span<const Command> catalogue() {
  static constexpr std::array kCommands{
      Command{.name = "evaluate", .add = add_evaluate},
      Command{.name = "inspect", .add = add_inspect},
      Command{.name = "recommend", .add = add_recommend},
      Command{.name = "train", .add = add_train},
  };
  return kCommands;
}

}  // namespace attune::cli
