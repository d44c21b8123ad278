#include "learning/features/sequences.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "domain/data/vocabulary.h"

namespace attune::features {

data::InteractionTable table_of(const std::vector<NamedSequence>& sequences) {
  auto users = std::make_shared<data::Vocabulary>();
  auto items = std::make_shared<data::Vocabulary>();
  data::InteractionTable table;
  table.offsets.push_back(0);
  for (const NamedSequence& sequence : sequences) {
    users->add(sequence.user);
    std::int64_t time_s = 0;
    for (const std::string& item : sequence.items) {
      table.item.push_back(data::ItemIndex{items->add(item)});
      table.timestamp_s.push_back(time_s++);
    }
    table.offsets.push_back(table.item.size());
  }
  table.event_type.assign(table.item.size(), data::kNoEventType);
  table.event_value.assign(table.item.size(), std::numeric_limits<float>::quiet_NaN());
  table.users = std::move(users);
  table.items = std::move(items);
  table.event_types = std::make_shared<data::Vocabulary>();
  return table;
}

}  // namespace attune::features
