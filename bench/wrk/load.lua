-- One load for every HTTP target: BENCH_MODE is read, write or mixed (nine reads to one write), BENCH_PATH has %06d for the record.
local mode = os.getenv("BENCH_MODE")
local path = os.getenv("BENCH_PATH")
local records = tonumber(os.getenv("BENCH_RECORDS"))
local token = os.getenv("BENCH_TOKEN")
local value = string.rep("x", tonumber(os.getenv("BENCH_VALUE_BYTES")))
local read_headers = {}
local write_headers = { ["Content-Type"] = "application/octet-stream" }
if token ~= nil and token ~= "" then
  read_headers["Authorization"] = "Bearer " .. token
  write_headers["Authorization"] = "Bearer " .. token
end

local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("seed", threads)
end

function init(_)
  math.randomseed(seed)
end

function request()
  local target = string.format(path, math.random(0, records - 1))
  if mode == "write" or (mode == "mixed" and math.random(10) == 1) then
    return wrk.format("PUT", target, write_headers, value)
  end
  return wrk.format("GET", target, read_headers)
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    'BENCH requests=%d micros=%d p50=%d p99=%d failed=%d\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
