internal import Glibc

/// The head of a response, as sent over the wire.
///
/// libevent would write it from its own list, with three allocations per field and a formatted print per line. That is
/// more than everything else in an answer of a few hundred bytes costs.
enum ResponseHead {
    /// What happens to the connection after an answer.
    enum Persistence {
        /// As the version of HTTP has it: the connection stays open in 1.1 and closes in 1.0.
        case usual
        /// It stays open in 1.0.
        case keepAlive
        /// It closes.
        case close
    }

    /// Appends the head of `response` to `bytes`. `date`, `fences` and `keepAlive` are whole lines; the last is for a
    /// connection that stays open.
    static func append(
        _ response: Response, date: [UInt8], fences: [UInt8], keepAlive: [UInt8], _ persistence: Persistence,
        to bytes: inout [UInt8]
    ) {
        // Also to a client that speaks 1.0 (RFC 9110, section 2.5).
        bytes += http11
        bytes += response.status.line
        for header in response.headers {
            bytes += header.name.utf8
            bytes += colon
            bytes += header.value.utf8
            bytes += lineBreak
        }
        if !response.status.hasNoBody, let count = response.body.length {
            bytes += length
            appendDecimal(count, to: &bytes)
            bytes += lineBreak
        }
        bytes += fences
        if response.status == .serviceUnavailable { bytes += retryAfter }
        bytes += date
        switch persistence {
        case .usual: bytes += keepAlive
        case .keepAlive:
            bytes += "Connection: keep-alive\r\n".utf8
            bytes += keepAlive
        case .close: bytes += "Connection: close\r\n".utf8
        }
        bytes += lineBreak
    }

    private static let http11 = Array("HTTP/1.1".utf8)
    private static let colon = Array(": ".utf8)
    private static let length = Array("Content-Length: ".utf8)
    /// What is short now is there again soon (RFC 9110, section 10.2.3).
    private static let retryAfter = Array("Retry-After: 1\r\n".utf8)
    private static let lineBreak = Array("\r\n".utf8)

    private static func appendDecimal(_ number: Int, to bytes: inout [UInt8]) {
        var unit = 1
        while number / unit >= 10 { unit *= 10 }
        while unit > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(number / unit % 10))
            unit /= 10
        }
    }
}

/// The line of a Date header (RFC 9110, section 5.6.7), as of when it is made. A server keeps one for a second.
struct DateHeader {
    let line: [UInt8]

    init() {
        var seconds = time(nil)
        var utc = unsafe tm()
        unsafe gmtime_r(&seconds, &utc)
        // strftime's %a and %b follow the locale, which is C's unless the process sets another.
        var text = [CChar](repeating: 0, count: 64)
        unsafe strftime(&text, text.count, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &utc)
        line = Array(String(writtenInto: text).utf8)
    }
}
