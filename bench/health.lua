-- wrk: /healthz, the same summary line as recommendations.lua.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("RESULT rps=%.0f p50_us=%d p99_us=%d errors=%d\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50), latency:percentile(99), errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
