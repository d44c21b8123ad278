#include "app/server/server.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "api/additions/live_answers.h"
#include "api/additions/reports.h"
#include "api/gateway/authenticator.h"
#include "api/gateway/gateway.h"
#include "api/operations/operation.h"
#include "app/server/options.h"
#include "domain/events/event_log.h"
#include "foundation/aws/key_store.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "foundation/http/server.h"
#include "foundation/objects/location_resolver.h"
#include "foundation/telemetry/log.h"
#include "foundation/telemetry/metrics.h"
#include "service/campaigns/campaigns.h"
#include "service/control/control.h"
#include "service/control/trackers.h"
#include "service/job_kinds/kinds.h"
#include "service/job_kinds/metadata_refresher.h"
#include "service/job_kinds/serving.h"
#include "service/job_kinds/unreferenced_files.h"
#include "service/jobs/runner.h"

namespace attune::server {
namespace {

namespace fs = std::filesystem;

// What can fail to open, before anything stands on it.
struct Stores {
  fs::path data_dir;
  std::unique_ptr<database::Database> database;
  std::unique_ptr<events::EventLog> events;
  std::unique_ptr<objects::LocationResolver> locations;
  std::unique_ptr<aws::KeyStore> keys;  // null: open mode
};

Result<Stores> open_stores(const Options& options, const Clock& clock) {
  Stores stores;
  stores.data_dir = fs::absolute(options.data_dir);
  std::error_code fault;
  fs::create_directories(stores.data_dir / "objects", fault);
  if (fault) {
    return invalid_input("data-dir: " + stores.data_dir.string() + ": " + fault.message());
  }
  ATTUNE_TRY(database, database::open_sqlite(stores.data_dir / "attune.db"));
  stores.database = std::move(database);
  ATTUNE_TRY(events, events::EventLog::open(*stores.database, {}));
  stores.events = std::move(events);
  ATTUNE_TRY(locations,
             objects::make_location_resolver({.s3 = objects::s3_options_from_environment(),
                                              .s3_directory = {},
                                              .file_roots = options.file_roots}));
  stores.locations = std::move(locations);
  if (options.auth == Auth::kOn) {
    ATTUNE_TRY(keys, aws::KeyStore::open(stores.data_dir / "keys", clock));
    stores.keys = std::move(keys);
  }
  return stores;
}

gateway::Authenticator authenticator_of(const Options& options, const Stores& stores,
                                        const Clock& clock) {
  if (stores.keys) return {*stores.keys, clock};
  return {gateway::OpenMode{.account_id = options.account_id, .region_default = options.region},
          clock};
}

http::ServerOptions http_options(const Options& options) {
  return {.host = options.host,
          .port = options.port,
          .thread_count = options.io_threads,
          .header_bytes_max = options.header_kib_max * 1024,
          .body_bytes_max = options.body_kib_max * 1024,
          .connection_count_max = options.connections_max,
          .idle_timeout = std::chrono::seconds(options.idle_timeout_s),
          .read_timeout = std::chrono::seconds(options.read_timeout_s)};
}

// Members stand on those above them and are destroyed from the last to the first.
class WiredServer final : public Server {
 public:
  WiredServer(const Options& options, Stores stores, std::string program)
      : options_(options),
        stores_(std::move(stores)),
        campaigns_(campaigns::Campaigns::create(
            *stores_.events,
            {.live_users_max = options.live_users_max, .metrics = &metrics_, .clock = &clock_})),
        control_{.database = *stores_.database, .clock = clock_},
        trackers_(control_),
        context_{.control = control_,
                 .campaigns = *campaigns_,
                 .events = *stores_.events,
                 .trackers = trackers_},
        services_{.database = *stores_.database,
                  .control = control_,
                  .campaigns = *campaigns_,
                  .events = *stores_.events,
                  .locations = *stores_.locations,
                  .objects = stores_.data_dir / "objects",
                  .database_path = stores_.data_dir / "attune.db",
                  .program = std::move(program),
                  .training_workers = options.training_workers},
        refresher_([this](std::string_view account_id, std::string_view group_arn) {
          return job_kinds::refresh_metadata(services_, account_id, group_arn);
        }),
        authenticator_(authenticator_of(options, stores_, clock_)),
        reports_(*stores_.database, authenticator_, services_.objects),
        live_answers_(*campaigns_, authenticator_),
        gateway_({.authenticator = authenticator_,
                  .context = context_,
                  .metrics = metrics_,
                  .clock = clock_},
                 {.workers = {.thread_count = kControlThreads, .queue_tasks_max = 1024},
                  .is_ready = [this] { return ready_.load(); }}) {}

  ~WiredServer() override { WiredServer::stop(); }

  Result<void> start() {
    stores_.events->observe(
        [this](std::span<const events::StoredEvent> stored) { campaigns_->observe(stored); });
    ATTUNE_TRY_VOID(job_kinds::remove_unreferenced_files(services_));
    runner_ = jobs::Runner::start(*stores_.database, clock_, job_kinds::catalogue(services_),
                                  {.thread_count = options_.job_threads});
    control_.wake_jobs = [this] { runner_->wake(); };
    control_.metadata_changed = [this](std::string_view account_id, std::string_view group_arn) {
      refresher_.ask(account_id, group_arn);
    };
    ATTUNE_TRY(http, http::Server::start(http_options(options_), handler()));
    http_ = std::move(http);
    restoring_ = std::jthread([this] { restore(); });
    return {};
  }

  [[nodiscard]] std::uint16_t port() const override { return http_->port(); }

  void stop() override {
    if (stopped_.exchange(true)) return;
    if (restoring_.joinable()) restoring_.join();
    if (http_) http_->stop(std::chrono::seconds(options_.stop_grace_s));
    gateway_.stop();
    refresher_.stop();
    if (runner_) runner_->stop();
  }

 private:
  static constexpr std::size_t kControlThreads = 4;

  http::Handler handler() {
    return [this](http::Request request, http::Reply reply) {
      if (additions::LiveAnswers::is_mine(request.path())) {
        live_answers_.handle(std::move(request), std::move(reply));
      } else if (additions::Reports::is_mine(request.path())) {
        reports_.handle(std::move(request), std::move(reply));
      } else {
        gateway_.handle(std::move(request), std::move(reply));
      }
    };
  }

  void restore() {
    const auto restored = job_kinds::restore_serving(services_);
    if (!restored) {
      log::error("campaigns could not be restored", {{"reason", restored.error().message}});
    }
    ready_ = true;
    log::info("ready", {{"host", options_.host}, {"port", std::int64_t{port()}}});
  }

  const Options options_;
  SystemClock clock_;
  metrics::Registry metrics_;
  std::atomic<bool> ready_ = false;
  std::atomic<bool> stopped_ = false;
  Stores stores_;
  std::unique_ptr<campaigns::Campaigns> campaigns_;
  control::Control control_;
  control::Trackers trackers_;
  operations::Context context_;
  job_kinds::Services services_;
  job_kinds::MetadataRefresher refresher_;
  gateway::Authenticator authenticator_;
  additions::Reports reports_;
  additions::LiveAnswers live_answers_;
  gateway::Gateway gateway_;
  std::unique_ptr<jobs::Runner> runner_;
  std::unique_ptr<http::Server> http_;
  std::jthread restoring_;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::start(const Options& options, std::string program) {
  ATTUNE_TRY_VOID(check(options));
  static const SystemClock kClock;
  ATTUNE_TRY(stores, open_stores(options, kClock));
  auto server = std::make_unique<WiredServer>(options, std::move(stores), std::move(program));
  ATTUNE_TRY_VOID(server->start());
  return server;
}

}  // namespace attune::server
