#include "api/gateway/gateway.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "api/gateway/exchange.h"
#include "api/gateway/route.h"
#include "foundation/base/error.h"
#include "foundation/json/value.h"

namespace attune::gateway {
namespace {

constexpr int kOk = 200;
constexpr int kUnavailableStatus = 503;

http::Response plain(int status, std::string_view content_type, std::string body) {
  http::Response response{.status = status, .headers = {}, .body = std::move(body)};
  response.headers.add("Content-Type", std::string(content_type));
  return response;
}

// An empty body is an empty object (reference 1.2).
Result<json::Value> document_of(const http::Request& request) {
  if (request.body.empty()) return json::Value(json::Object{});
  auto parsed = json::parse(request.body);
  if (!parsed)
    return failure(ErrorCode::kMalformed, "the request body is " + parsed.error().message);
  return parsed;
}

std::string resource_of(const operations::Operation& operation, const json::Value& body) {
  if (operation.resource.empty()) return "";
  const json::Value* found = body.find(operation.resource);
  const std::string* arn = found == nullptr ? nullptr : found->if_string();
  return arn == nullptr ? std::string() : *arn;
}

struct Call {
  const operations::Operation* operation;
  control::Caller caller;
  json::Value body;
};

void run(const operations::Context& context, const Call& call, Exchange exchange) {
  call.operation->run(context, call.caller, call.body,
                      [exchange = std::move(exchange)](Result<json::Value> outcome) mutable {
                        if (!outcome) return exchange.fail(outcome.error());
                        exchange.finish(wire::encode(*outcome));
                      });
}

}  // namespace

struct Gateway::State {
  State(const GatewayParts& given, const GatewayOptions& opts)
      : parts(given), options(opts), request_metrics(given.metrics), workers(opts.workers) {}

  const GatewayParts parts;
  const GatewayOptions options;
  const RequestMetrics request_metrics;
  concurrency::WorkerPool workers;

  // Answers what is not of the protocol; false if the request is.
  bool answer_house_keeping(const http::Request& request, http::Reply& reply) const;
  void answer_operation(const http::Request& request, Exchange exchange);
  void start(Call call, Exchange exchange);
};

bool Gateway::State::answer_house_keeping(const http::Request& request, http::Reply& reply) const {
  if (request.method != "GET" && request.method != "HEAD") return false;
  const std::string_view path = plain_path(request);
  if (path == "/healthz") {
    reply(plain(kOk, "application/json", R"({"status":"ok"})"));
  } else if (path == "/readyz") {
    const bool ready = !options.is_ready || options.is_ready();
    reply(ready ? plain(kOk, "application/json", R"({"status":"ready"})")
                : plain(kUnavailableStatus, "application/json", R"({"status":"starting"})"));
  } else if (path == "/metrics") {
    reply(plain(kOk, "text/plain; version=0.0.4", parts.metrics.render()));
  } else {
    return false;
  }
  return true;
}

void Gateway::State::answer_operation(const http::Request& request, Exchange exchange) {
  Route route = route_of(request);
  exchange.operation = route.name;
  exchange.service = route.service;
  auto identified = parts.authenticator.identify(request);
  if (auto* refusal = std::get_if<wire::Answer>(&identified)) {
    return exchange.finish(std::move(*refusal));
  }
  const Identity& identity = std::get<Identity>(identified);
  exchange.account_id = identity.account_id;
  if (route.refusal) return exchange.finish(std::move(*route.refusal));
  auto body = document_of(request);
  if (!body) return exchange.fail(body.error());
  if (!identity.allows(route.name, resource_of(*route.operation, *body))) {
    return exchange.fail({.code = ErrorCode::kAccessDenied,
                          .message = "the key's policy does not allow personalize:" + route.name +
                                     " on this resource"});
  }
  start({.operation = route.operation,
         .caller = {.account_id = identity.account_id, .region = identity.region},
         .body = std::move(*body)},
        std::move(exchange));
}

void Gateway::State::start(Call call, Exchange exchange) {
  if (call.operation->runs_on == operations::RunsOn::kCallersThread) {
    return run(parts.context, call, std::move(exchange));
  }
  const auto waiting = std::make_shared<Exchange>(std::move(exchange));
  const auto queued = workers.submit(
      [this, call = std::move(call), waiting] { run(parts.context, call, std::move(*waiting)); });
  if (!queued) waiting->fail(queued.error());
}

Gateway::Gateway(const GatewayParts& parts, const GatewayOptions& options)
    : state_(std::make_unique<State>(parts, options)) {}

Gateway::~Gateway() = default;

void Gateway::handle(http::Request request, http::Reply reply) {
  if (state_->answer_house_keeping(request, reply)) return;
  state_->answer_operation(request, Exchange(std::move(reply), state_->request_metrics));
}

http::Handler Gateway::handler() {
  return [this](http::Request request, http::Reply reply) {
    handle(std::move(request), std::move(reply));
  };
}

void Gateway::stop() {
  state_->workers.stop();
}

}  // namespace attune::gateway
