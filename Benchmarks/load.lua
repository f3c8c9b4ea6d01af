-- SPDX-License-Identifier: MIT
-- wrk's part: posts the form whose file is the first argument, and sums up as one line of JSON.

wrk.method = "POST"

-- The body is there before wrk prepares its one request, which it then sends again and again.
function init(args)
    local file = assert(io.open(args[1], "rb"))
    wrk.body = file:read("*a")
    file:close()
end

function done(summary, latency)
    local errors = summary.errors
    -- `status` counts all from 400 on. The first exchange with a server is compared byte for byte, a 201 included.
    local failures = errors.connect + errors.read + errors.write + errors.status + errors.timeout
    io.write(string.format(
        '{"requests": %d, "failures": %d, "p50_us": %d, "p99_us": %d, "max_us": %d}\n',
        summary.requests, failures, latency:percentile(50), latency:percentile(99), latency.max
    ))
end
