#include "app/cli/trial.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/stop_signal.h"
#include "app/report/contest.h"
#include "foundation/base/error.h"
#include "learning/evaluation/examine.h"
#include "learning/evaluation/hold_out.h"
#include "learning/evaluation/leave_one_out.h"
#include "learning/evaluation/next_item.h"
#include "learning/evaluation/ranked.h"
#include "learning/evaluation/time_split.h"
#include "learning/features/core_filter.h"
#include "learning/features/select_rows.h"
#include "learning/features/training_set.h"
#include "learning/models/model.h"

namespace attune::cli {
namespace {

using evaluation::SeenItems;

features::TrainingSet with_interactions(const features::TrainingSet& data,
                                        data::InteractionTable interactions) {
  return {.interactions = std::move(interactions),
          .items = data.items,
          .users = data.users,
          .event_type_weights = data.event_type_weights};
}

std::string date_of(std::int64_t time_s) {
  const auto time = static_cast<std::time_t>(time_s);
  std::tm parts{};
  char text[32];
  if (gmtime_r(&time, &parts) == nullptr) return std::to_string(time_s);
  const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts);
  return {text, length};
}

// What the protocols have in common while they are set up.
struct Draft {
  std::shared_ptr<const features::TrainingSet> whole;
  std::shared_ptr<const std::vector<bool>> candidates;  // null: the whole catalogue
  const TrialOptions& options;
};

SeenItems seen_or(const TrialOptions& options, SeenItems habit) {
  if (options.seen.empty()) return habit;
  return options.seen == "allow" ? SeenItems::kAllowed : SeenItems::kExcluded;
}

evaluation::Target target_of(const TrialOptions& options) {
  return options.target == "validation" ? evaluation::Target::kValidation
                                        : evaluation::Target::kTest;
}

evaluation::RequestTime request_time_of(const TrialOptions& options) {
  return options.request_time == "target" ? evaluation::RequestTime::kTarget
                                          : evaluation::RequestTime::kNewestEvent;
}

using Measure = Result<evaluation::Report> (*)(const models::Model&, const data::InteractionTable&,
                                               const std::vector<evaluation::TestUser>&,
                                               const evaluation::ExamineOptions&);

struct Split {
  data::InteractionTable train;
  std::vector<evaluation::TestUser> questions;
  std::size_t skipped_count = 0;
};

void add_facts(Trial& trial, const Draft& draft, SeenItems seen) {
  const data::InteractionTable& whole = draft.whole->interactions;
  std::size_t users = 0;
  for (std::size_t user = 0; user < whole.user_count(); ++user) {
    users += whole.offsets[user + 1] > whole.offsets[user] ? 1U : 0U;
  }
  const std::size_t items =
      draft.candidates == nullptr
          ? whole.item_count()
          : static_cast<std::size_t>(std::ranges::count(*draft.candidates, true));
  report::Facts facts{{"events", std::to_string(whole.row_count())},
                      {"users with events", std::to_string(users)},
                      {"items that may be shown", std::to_string(items)}};
  if (whole.row_count() > 0) {
    const auto [first, last] = std::ranges::minmax_element(whole.timestamp_s);
    facts.emplace_back("times", date_of(*first) + " to " + date_of(*last));
  }
  facts.emplace_back("events that train", std::to_string(trial.train->interactions.row_count()));
  facts.emplace_back("questions", std::to_string(trial.questions.size()));
  facts.emplace_back("questions skipped, target seen before", std::to_string(trial.skipped_count));
  facts.emplace_back("items of the user's history",
                     seen == SeenItems::kAllowed ? "may be shown" : "are left out");
  if (draft.options.request_time == "target") {
    facts.emplace_back("models are asked at", "the time of the event asked for");
  }
  trial.facts.insert(trial.facts.begin(), facts.begin(), facts.end());
}

Trial assemble(const Draft& draft, Split split, SeenItems seen, Measure measure) {
  Trial trial{.whole = draft.whole,
              .train = std::make_shared<const features::TrainingSet>(
                  with_interactions(*draft.whole, std::move(split.train))),
              .questions = std::move(split.questions),
              .skipped_count = split.skipped_count,
              .facts = {},
              .test = {}};
  add_facts(trial, draft, seen);
  auto questions = std::make_shared<std::vector<evaluation::TestUser>>(trial.questions);
  trial.test =
      [whole = draft.whole, candidates = draft.candidates, train = trial.train, questions, seen,
       measure, workers = draft.options.worker_count, request_time = request_time_of(draft.options),
       skipped = split.skipped_count](const models::Model& model) -> Result<evaluation::Report> {
    ATTUNE_TRY(report, measure(model, whole->interactions, *questions,
                               {.seen = seen,
                                .candidates = candidates.get(),
                                .request_time = request_time,
                                .train = &train->interactions,
                                .worker_count = workers,
                                .progress = [](double) { return !stop_requested(); }}));
    report.skipped_count = skipped;
    return report;
  };
  return trial;
}

Result<Trial> leave_one_out_trial(const Draft& draft) {
  const SeenItems seen = seen_or(draft.options, SeenItems::kExcluded);
  auto split = evaluation::split_leave_one_out(
      draft.whole->interactions,
      {.target = target_of(draft.options), .seen = seen, .history_max = draft.options.history_max});
  return assemble(draft,
                  {.train = std::move(split.train),
                   .questions = std::move(split.test_users),
                   .skipped_count = split.skipped_count},
                  seen, evaluation::measure_next_item);
}

Result<Trial> time_split_trial(const Draft& draft) {
  const TrialOptions& options = draft.options;
  const SeenItems seen = seen_or(options, SeenItems::kExcluded);
  ATTUNE_TRY(split,
             evaluation::split_by_time(
                 draft.whole->interactions,
                 {.quantile = options.quantile,
                  .target = target_of(options),
                  .asked = options.asked == "successive" ? evaluation::Asked::kSuccessive
                                                         : evaluation::Asked::kLast,
                  .new_users = options.new_users == "include" ? evaluation::NewUsers::kIncluded
                                                              : evaluation::NewUsers::kExcluded,
                  .seen = seen,
                  .history_max = options.history_max}));
  const std::string cutoff = date_of(split.cutoff_s) + " (" + std::to_string(split.cutoff_s) + ")";
  Trial trial = assemble(draft,
                         {.train = std::move(split.train),
                          .questions = std::move(split.test_users),
                          .skipped_count = split.skipped_count},
                         seen, evaluation::measure_next_item);
  trial.facts.emplace_back("cut-off", cutoff);
  if (options.target == "validation")
    trial.facts.emplace_back("the test begins", date_of(split.end_s));
  return trial;
}

Result<Trial> hold_out_trial(const Draft& draft) {
  const SeenItems seen = seen_or(draft.options, SeenItems::kAllowed);
  auto split = evaluation::split_hold_out(draft.whole->interactions, draft.options.split_seed);
  return assemble(draft,
                  {.train = std::move(split.train), .questions = std::move(split.test_users)}, seen,
                  evaluation::measure_hold_out);
}

struct Protocol {
  const char* name;
  const char* sentence;
  Result<Trial> (*make)(const Draft&);
};

constexpr Protocol kProtocols[] = {
    {"hold-out", "10 % of the users, their newest 10 % of events", hold_out_trial},
    {"leave-one-out", "everyone's last event, over the whole catalogue", leave_one_out_trial},
    {"time-split", "what happens after a cut-off, from what was known before it", time_split_trial},
};

// Events without repeats and of the core; the candidates are then the items that are left.
Draft filtered(std::shared_ptr<const features::TrainingSet> data, const TrialOptions& options) {
  Draft draft{.whole = std::move(data), .candidates = {}, .options = options};
  const auto keep = [&draft](const std::vector<bool>& rows) {
    draft.whole = std::make_shared<const features::TrainingSet>(
        with_interactions(*draft.whole, features::select_rows(draft.whole->interactions, rows)));
  };
  if (options.drop_repeats) keep(features::rows_without_repeats(draft.whole->interactions));
  if (options.core > 1) {
    keep(features::core_rows(draft.whole->interactions, options.core));
    draft.candidates = std::make_shared<const std::vector<bool>>(
        features::items_with_rows(draft.whole->interactions));
  }
  return draft;
}

}  // namespace

void add_trial_options(CLI::App& command, TrialOptions& options) {
  std::string protocols;
  std::vector<std::string> names;
  for (const Protocol& protocol : kProtocols) {
    names.emplace_back(protocol.name);
    protocols += (protocols.empty() ? "" : "; ") + names.back() + ": " + protocol.sentence;
  }
  command.add_option("--protocol", options.protocol, protocols)
      ->check(CLI::IsMember(names))
      ->capture_default_str();
  command
      .add_option("--seen", options.seen,
                  "Whether lists may hold items of the user's history; hold-out allows them, the "
                  "others exclude them unless told")
      ->check(CLI::IsMember({"allow", "exclude"}));
  command
      .add_option("--target", options.target,
                  "Which part leave-one-out and time-split ask for: choose models by validation")
      ->check(CLI::IsMember({"test", "validation"}))
      ->capture_default_str();
  command
      .add_option("--asked", options.asked,
                  "Which events after the cut-off time-split asks for: each user's last, or each "
                  "in turn")
      ->check(CLI::IsMember({"last", "successive"}))
      ->capture_default_str();
  command
      .add_option("--new-users", options.new_users,
                  "Whether time-split asks about users without events before the cut-off")
      ->check(CLI::IsMember({"exclude", "include"}))
      ->capture_default_str();
  command
      .add_option("--quantile", options.quantile, "Share of the events before time-split's cut-off")
      ->check(CLI::Range(0.01, 0.99))
      ->capture_default_str();
  command
      .add_option(
          "--history-max", options.history_max,
          "Newest events of a user that models read in leave-one-out and time-split; 0: all")
      ->capture_default_str();
  command
      .add_option("--request-time", options.request_time,
                  "The time at which models are asked: that of the user's newest event, or of the "
                  "event asked for, as a server would know it")
      ->check(CLI::IsMember({"newest-event", "target"}))
      ->capture_default_str();
  command
      .add_option("--core", options.core,
                  "Leave out users and items with fewer events, until none is left; 0: none")
      ->capture_default_str();
  command.add_flag("--drop-repeats", options.drop_repeats,
                   "Of a user's events in a row with one item only the first counts");
}

Result<Trial> make_trial(std::shared_ptr<const features::TrainingSet> data,
                         const TrialOptions& options) {
  const Draft draft = filtered(std::move(data), options);
  const auto* protocol = std::ranges::find(kProtocols, options.protocol, &Protocol::name);
  if (protocol == std::end(kProtocols)) {
    return invalid_input("there is no protocol \"" + options.protocol + "\"");
  }
  ATTUNE_TRY(trial, protocol->make(draft));
  if (trial.questions.empty()) {
    return invalid_input("the data gives " + options.protocol + " no question to ask");
  }
  return trial;
}

}  // namespace attune::cli
