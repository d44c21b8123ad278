-- wrk: GetRecommendations for random users of USERS_FILE (one id a line) on the campaign CAMPAIGN_ARN.
local users = {}
for line in io.lines(os.getenv("USERS_FILE")) do users[#users + 1] = line end
local campaign = os.getenv("CAMPAIGN_ARN")
local filter = os.getenv("FILTER_ARN")
local region = os.getenv("REGION") or "eu-west-1"
local headers = {
  ["Content-Type"] = "application/json",
  ["Authorization"] = "AWS4-HMAC-SHA256 Credential=bench/20260101/" .. region ..
    "/personalize/aws4_request, SignedHeaders=host, Signature=00",
}

function setup(thread)
  seed = (seed or 0) + 1
  thread:set("seed", seed)
end

function init()
  math.randomseed(seed)
end

function request()
  local body = '{"campaignArn":"' .. campaign .. '","userId":"' .. users[math.random(#users)] .. '"'
  if filter then body = body .. ',"filterArn":"' .. filter .. '"' end
  return wrk.format("POST", "/recommendations", headers, body .. "}")
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("RESULT rps=%.0f p50_us=%d p99_us=%d errors=%d\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50), latency:percentile(99), errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
