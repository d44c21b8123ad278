#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "api/wire/service.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"
#include "foundation/json/shape_info.h"
#include "foundation/json/value.h"
#include "service/control/control.h"
#include "service/control/messages.h"

namespace attune::campaigns {
class Campaigns;
}
namespace attune::control {
class Trackers;
}
namespace attune::events {
class EventLog;
}

namespace attune::operations {

/// Everything that operations work with; outlives every call.
struct Context {
  const control::Control& control;
  campaigns::Campaigns& campaigns;
  events::EventLog& events;
  control::Trackers& trackers;
};

/// Called once, on any thread; a null value is an answer without a body.
using Done = std::move_only_function<void(Result<json::Value>)>;

/// Where an operation runs: one that may wait for the disk would hold up the other requests of its
/// caller's thread.
enum class RunsOn : std::uint8_t { kCallersThread, kWorker };

/// One operation of the protocol, as the gateway and the documentation see it.
struct Operation {
  std::string_view name;
  wire::Service service = wire::Service::kControl;
  std::string_view path = {};      // of runtime and events: "/recommendations"
  std::string_view resource = {};  // the member with the ARN that a key's policy is about, or empty
  RunsOn runs_on = RunsOn::kCallersThread;
  std::vector<json::FieldInfo> (*fields)() = nullptr;
  void (*run)(const Context& context, const control::Caller& caller, const json::Value& body,
              Done done) = nullptr;
};

template <auto kFunction>
struct Typed;

/// A plain function from request to response over `Control`.
template <typename Request, typename Response,
          Result<Response> (*kFunction)(const control::Control&, const control::Caller&,
                                        const Request&)>
struct Typed<kFunction> {
  static void run(const Context& context, const control::Caller& caller, const json::Value& body,
                  Done done) {
    const auto request = json::read<Request>(body);
    if (!request) return done(std::unexpected(request.error()));
    const auto response = kFunction(context.control, caller, *request);
    if (!response) return done(std::unexpected(response.error()));
    if constexpr (std::is_same_v<Response, control::Empty>) {
      done(json::Value());
    } else {
      done(json::write(*response));
    }
  }
  static std::vector<json::FieldInfo> fields() { return json::fields_of<Request>(); }
};

template <auto kFunction>
constexpr Operation control_operation(std::string_view name, std::string_view resource = {}) {
  return {.name = name,
          .service = wire::Service::kControl,
          .path = {},
          .resource = resource,
          .runs_on = RunsOn::kWorker,
          .fields = Typed<kFunction>::fields,
          .run = Typed<kFunction>::run};
}

}  // namespace attune::operations
