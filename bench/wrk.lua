-- Sends requests picked at random from a file of prepared ones (bench/wire.py writes it) and prints one line of JSON.

local prepared = {}

function init(arguments)
  local file = assert(io.open(arguments[1], "rb"))
  local size = file:read("*l")
  while size do
    prepared[#prepared + 1] = file:read(tonumber(size))
    file:read("*l")
    size = file:read("*l")
  end
  file:close()
  math.randomseed(tonumber(arguments[2]))
end

function request()
  return prepared[math.random(#prepared)]
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '{"requests": %d, "seconds": %.6f, "received": %d, "failed": %d, "p50": %.3f, "p99": %.3f}\n',
    summary.requests, summary.duration / 1e6, summary.bytes,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
