-- For wrk: the method and body of the requests, from the command's last arguments, and the results as JSON.

function init(arguments)
    if arguments[1] then
        wrk.method = "POST"
        wrk.body = arguments[1]
        wrk.headers["Content-Type"] = "application/json"
    end
end

function done(summary)
    local errors = summary.errors
    io.write(string.format(
        '\n{"requests": %d, "bytes": %d, "seconds": %.6f, "refused": %d, "broken": %d}\n',
        summary.requests, summary.bytes, summary.duration / 1e6,
        errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
