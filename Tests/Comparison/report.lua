-- For wrk: the method and bodies of the requests, from the command's last arguments, and the results as JSON. A body of
-- @FILE stands for the lines of a file, of which each request has the next one.

function init(arguments)
    local body = arguments[1]
    if body then
        wrk.method = "POST"
        wrk.headers["Content-Type"] = "application/json"
        if body:sub(1, 1) == "@" then
            send_lines(body:sub(2))
        else
            wrk.body = body
        end
    end
end

function send_lines(path)
    local next_line = io.lines(path)
    function request()
        return wrk.format(nil, nil, nil, next_line())
    end
end

function done(summary)
    local errors = summary.errors
    io.write(string.format(
        '\n{"requests": %d, "bytes": %d, "seconds": %.6f, "refused": %d, "broken": %d}\n',
        summary.requests, summary.bytes, summary.duration / 1e6,
        errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
