#include "domain/synthetic/shop.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "domain/synthetic/catalogue.h"
#include "domain/synthetic/customers.h"
#include "domain/synthetic/departments.h"
#include "domain/synthetic/schemas.h"
#include "foundation/base/error.h"
#include "foundation/base/random.h"
#include "foundation/io/atomic_file.h"

namespace attune::synthetic {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::uint32_t kUsersPerBlock = 4096;
constexpr std::size_t kEventsPerPiece = 1 << 16;
constexpr std::size_t kThreadsMax = 64;
constexpr double kEventsPerVisitGuess = 8.0;
constexpr std::uint32_t kVisitsADayMax = 200;
constexpr std::array<std::string_view, 3> kDevices{"mobile", "desktop", "tablet"};

void add_number(std::string& out, std::int64_t value) {
  std::array<char, 24> text{};
  out.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr);
}

/// Money with two decimals.
void add_money(std::string& out, double value) {
  const auto cents = static_cast<std::int64_t>(std::llround(value * 100.0));
  add_number(out, cents / 100);
  out += '.';
  out += static_cast<char>('0' + cents / 10 % 10);
  out += static_cast<char>('0' + cents % 10);
}

/// Calls work(0) ... work(count - 1), each once, on `threads` threads.
void for_each_piece(std::size_t count, std::size_t threads,
                    const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  const auto run = [&] {
    for (std::size_t at = next++; at < count; at = next++) work(at);
  };
  std::vector<std::jthread> running;
  for (std::size_t at = 1; at < std::min(threads, count); ++at) running.emplace_back(run);
  run();
}

double day_weight(std::uint32_t day, std::uint32_t day_count) {
  const bool weekend = day % 7 >= 5;
  const double growth = 1.0 + 0.3 * static_cast<double>(day) / static_cast<double>(day_count);
  return growth * (weekend ? 1.25 : 1.0);
}

class Shop {
 public:
  explicit Shop(const ShopOptions& options)
      : options_(options),
        catalogue_(options.item_count, options.day_count, mix64(options.seed)),
        states_(options.user_count),
        start_s_(options.end_time_s - kDaySeconds * std::int64_t{options.day_count}) {
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    threads_ = std::min(kThreadsMax, options.thread_count == 0 ? cores : options.thread_count);
    block_count_ = (options.user_count + kUsersPerBlock - 1) / kUsersPerBlock;
    std::vector<double> sums(block_count_);
    for_each_piece(block_count_, threads_, [&](std::size_t block) {
      for (std::uint32_t user = first(block); user < first(block + 1); ++user) {
        sums[block] += static_cast<double>(profile_of(options_.seed, user).activity);
      }
    });
    for (const double sum : sums) activity_ += sum;
  }

  Result<void> write_interactions(const std::string& path, const ShopProgress& progress) {
    ATTUNE_TRY(file, io::AtomicFile::create(path));
    ATTUNE_TRY_VOID(file.write(std::string_view(
        "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE,QUANTITY,UNIT_PRICE,DEVICE\n")));
    double weight_left = 0.0;
    for (std::uint32_t day = 0; day < options_.day_count; ++day) {
      weight_left += day_weight(day, options_.day_count);
    }
    std::uint64_t left = options_.interaction_count;
    for (std::uint32_t day = 0; day < options_.day_count && left > 0; ++day) {
      const double weight = day_weight(day, options_.day_count);
      const bool last = day + 1 == options_.day_count;
      const auto events =
          events_of(day, static_cast<double>(left) * weight / weight_left, left, last);
      ATTUNE_TRY_VOID(write_day(events, day, file));
      weight_left -= weight;
      left -= events.size();
      if (progress && !progress(options_.interaction_count - left)) {
        return failure(ErrorCode::kCancelled, "stopped");
      }
    }
    return file.commit();
  }

  Result<void> write_items(const std::string& path) const {
    ATTUNE_TRY(file, io::AtomicFile::create(path));
    std::string line = "ITEM_ID,TITLE,CATEGORY_L1,CATEGORY_L2,BRAND,PRICE,CREATION_TIMESTAMP\n";
    for (std::uint32_t id = 0; id < options_.item_count; ++id) {
      const Item& item = catalogue_.items()[id];
      const Shelf& shelf = shelves()[item.shelf];
      line += 'i';
      add_number(line, id);
      line += ",\"" + catalogue_.title_of(id) + "\",";
      line += shelf.department;
      line += ',';
      line += shelf.name;
      line += ',';
      line += brands()[item.brand];
      line += ',';
      add_money(line, static_cast<double>(item.price));
      line += ',';
      add_number(line, start_s_ + kDaySeconds * item.created_day);
      line += '\n';
      ATTUNE_TRY_VOID(file.write(line));
      line.clear();
    }
    return file.commit();
  }

  Result<void> write_users(const std::string& path) const {
    static constexpr std::array<std::string_view, 3> kGenders{"F", "M", ""};
    static constexpr std::array<std::string_view, 3> kMemberships{"none", "plus", "gold"};
    ATTUNE_TRY(file, io::AtomicFile::create(path));
    std::string line = "USER_ID,AGE,GENDER,MEMBERSHIP\n";
    for (std::uint32_t user = 0; user < options_.user_count; ++user) {
      const Profile profile = profile_of(options_.seed, user);
      line += 'u';
      add_number(line, user);
      line += ',';
      add_number(line, profile.age);
      line += ',';
      line += kGenders[profile.gender];
      line += ',';
      line += kMemberships[profile.membership];
      line += '\n';
      ATTUNE_TRY_VOID(file.write(line));
      line.clear();
    }
    return file.commit();
  }

 private:
  [[nodiscard]] std::uint32_t first(std::size_t block) const {
    return static_cast<std::uint32_t>(
        std::min<std::size_t>(block * kUsersPerBlock, options_.user_count));
  }

  /// About `wanted` events of a day in time order, at most `count_max`; exactly `count_max` on the
  /// last day.
  std::vector<ShopEvent> events_of(std::uint32_t day, double wanted, std::uint64_t count_max,
                                   bool last) {
    std::vector<ShopEvent> events;
    for (std::uint64_t pass = 0; pass == 0 || (last && events.size() < count_max); ++pass) {
      const double missing = wanted - static_cast<double>(events.size());
      const double visits = std::max(1.0, missing) / events_per_visit_;
      const std::size_t before = events.size();
      const double made = append_visits(day, pass, visits / activity_, events);
      if (made > 1000.0) {
        events_per_visit_ = std::max(1.0, static_cast<double>(events.size() - before) / made);
      }
    }
    std::ranges::stable_sort(events, {}, &ShopEvent::second);
    if (events.size() > count_max) events.resize(count_max);
    return events;
  }

  /// Each customer visits about `rate` x activity times; returns how many visits there were.
  double append_visits(std::uint32_t day, std::uint64_t pass, double rate,
                       std::vector<ShopEvent>& events) {
    std::vector<std::vector<ShopEvent>> blocks(block_count_);
    std::vector<std::uint64_t> visits(block_count_);
    for_each_piece(block_count_, threads_, [&](std::size_t block) {
      VisitWriter writer(catalogue_);
      for (std::uint32_t user = first(block); user < first(block + 1); ++user) {
        const std::uint64_t stream = (pass * kDaysMax + day) * kUsersMax + user;
        Random random(mix64(options_.seed + mix64(stream)));
        const double chance = random.uniform();
        // The profile costs more than the dice: most customers stay at home.
        if (chance > rate * kActivityMax) continue;
        const Profile profile = profile_of(options_.seed, user);
        const double mean = rate * static_cast<double>(profile.activity);
        const auto count = static_cast<std::uint32_t>(std::min<double>(
            kVisitsADayMax, std::floor(mean) + (chance < mean - std::floor(mean) ? 1.0 : 0.0)));
        for (std::uint32_t at = 0; at < count; ++at) {
          writer.visit(random, profile, user, day, states_[user], blocks[block]);
        }
        visits[block] += count;
      }
    });
    double made = 0.0;
    for (std::size_t block = 0; block < block_count_; ++block) {
      events.insert(events.end(), blocks[block].begin(), blocks[block].end());
      made += static_cast<double>(visits[block]);
    }
    return made;
  }

  void add_line(const ShopEvent& event, std::uint32_t day, std::string& out) const {
    out += 'u';
    add_number(out, event.user);
    out += ",i";
    add_number(out, event.item);
    out += ',';
    add_number(out, start_s_ + kDaySeconds * day + event.second);
    out += ',';
    out += name_of(event.kind);
    out += ',';
    const double price = static_cast<double>(catalogue_.items()[event.item].price);
    if (event.kind == EventKind::kPurchase) {
      add_money(out, price * event.quantity);
      out += ',';
      add_number(out, event.quantity);
    } else {
      out += ',';
    }
    out += ',';
    add_money(out, price);
    out += ',';
    out += kDevices[event.device];
    out += '\n';
  }

  Result<void> write_day(std::span<const ShopEvent> events, std::uint32_t day,
                         io::AtomicFile& file) const {
    const std::size_t piece_count = (events.size() + kEventsPerPiece - 1) / kEventsPerPiece;
    std::vector<std::string> pieces(piece_count);
    for_each_piece(piece_count, threads_, [&](std::size_t piece) {
      const std::size_t begin = piece * kEventsPerPiece;
      const std::size_t end = std::min(begin + kEventsPerPiece, events.size());
      for (std::size_t at = begin; at < end; ++at) add_line(events[at], day, pieces[piece]);
    });
    for (const std::string& piece : pieces) ATTUNE_TRY_VOID(file.write(piece));
    return {};
  }

  static constexpr double kActivityMax = 400.0;  // far beyond exp(1.1 x 5 sigma)

  ShopOptions options_;
  Catalogue catalogue_;
  std::vector<CustomerState> states_;
  std::int64_t start_s_;
  std::size_t threads_ = 1;
  std::size_t block_count_ = 0;
  double activity_ = 0.0;
  double events_per_visit_ = kEventsPerVisitGuess;
};

Result<void> check(const ShopOptions& options) {
  const auto bounded = [](std::string_view name, std::uint64_t value,
                          std::uint64_t value_max) -> Result<void> {
    if (value >= 1 && value <= value_max) return {};
    return invalid_input(std::string(name) + ": " + std::to_string(value) + ", must be 1 to " +
                         std::to_string(value_max));
  };
  ATTUNE_TRY_VOID(bounded("users", options.user_count, kUsersMax));
  ATTUNE_TRY_VOID(bounded("items", options.item_count, kItemsMax));
  ATTUNE_TRY_VOID(bounded("days", options.day_count, kDaysMax));
  return bounded("interactions", options.interaction_count, std::uint64_t{1} << 40);
}

}  // namespace

Result<void> generate_shop(const ShopOptions& options, const std::string& folder,
                           const ShopProgress& progress) {
  ATTUNE_TRY_VOID(check(options));
  Shop shop(options);
  ATTUNE_TRY_VOID(shop.write_items(folder + "/items.csv"));
  ATTUNE_TRY_VOID(shop.write_users(folder + "/users.csv"));
  for (const auto& [name, text] : kSchemaFiles) {
    ATTUNE_TRY_VOID(io::write_file_atomically(folder + "/" + std::string(name), text));
  }
  return shop.write_interactions(folder + "/interactions.csv", progress);
}

}  // namespace attune::synthetic
