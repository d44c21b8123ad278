#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "api/gateway/gateway.h"
#include "foundation/base/clock.h"
#include "foundation/database/temporary_database.h"
#include "foundation/http/message.h"
#include "foundation/json/value.h"
#include "foundation/telemetry/metrics.h"
#include "service/campaigns/campaigns.h"
#include "service/control/control.h"
#include "service/control/trackers.h"
#include "service/control/transitions.h"

namespace attune::gateway {

/// What a client sees of an answer.
struct Seen {
  int status = 0;
  std::string code;  // __type of the body
  std::string body;
  http::Headers headers;

  [[nodiscard]] json::Value document() const;
  [[nodiscard]] std::string text(std::string_view member) const;
};

/// The gateway over a real database, an event log and campaigns, with a clock that stands still and
/// a pump instead of the job runner. For tests.
class TestServer {
 public:
  TestServer();
  ~TestServer();

  /// A control operation, in the region and with a signature that nobody checks.
  Seen call(std::string_view operation, std::string_view body,
            std::string_view region = "eu-west-1");
  Seen post(std::string_view path, std::string_view body);
  Seen send(http::Request request);
  /// Finishes everything that waits: creations and updates become ACTIVE, deletions are done.
  void pump();

  [[nodiscard]] control::Control& control() { return control_; }
  [[nodiscard]] ManualClock& clock() { return clock_; }
  [[nodiscard]] events::EventLog& events() { return *events_; }

 private:
  database::TemporaryDatabase database_;
  ManualClock clock_{1'731'420'000'123};
  control::Control control_;
  std::unique_ptr<events::EventLog> events_;
  std::unique_ptr<campaigns::Campaigns> campaigns_;
  control::Trackers trackers_;
  operations::Context context_;
  metrics::Registry metrics_;
  Authenticator authenticator_;
  Gateway gateway_;
};

}  // namespace attune::gateway
