internal import Glibc

/// The head of a response, as it goes over the wire.
///
/// libevent would write it from a list of its own: for each field three allocations, and as many formatted prints as
/// lines, which is more than all else that an answer of a few hundred bytes costs.
enum ResponseHead {
    /// What becomes of the connection after an answer.
    enum Persistence {
        /// As the protocol's version has it: it goes on in 1.1, and ends in 1.0.
        case usual
        /// It goes on in 1.0.
        case keepAlive
        /// It ends.
        case close
    }

    /// Appends the head of `response` to `bytes`; `date` is a whole line.
    static func append(
        _ response: Response, version: RequestHead.Version, date: [UInt8], _ persistence: Persistence,
        to bytes: inout [UInt8]
    ) {
        // An odd version was refused, and is not repeated.
        bytes += version == .http10 ? http10 : http11
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
        bytes += date
        switch persistence {
        case .usual: break
        case .keepAlive: bytes += "Connection: keep-alive\r\n".utf8
        case .close: bytes += "Connection: close\r\n".utf8
        }
        bytes += lineBreak
    }

    private static let http11 = Array("HTTP/1.1".utf8)
    private static let http10 = Array("HTTP/1.0".utf8)
    private static let colon = Array(": ".utf8)
    private static let length = Array("Content-Length: ".utf8)
    private static let lineBreak = Array("\r\n".utf8)

    private static func appendDecimal(_ number: Int, to bytes: inout [UInt8]) {
        let start = bytes.count
        var rest = number
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }
}

/// The line of a Date header (RFC 9110, section 5.6.7) as of its making; a server keeps one for a second.
struct DateHeader {
    let line: [UInt8]

    init() {
        var seconds = time(nil)
        var utc = unsafe tm()
        unsafe gmtime_r(&seconds, &utc)
        // strftime's %a and %b follow the locale, which is C's own unless a process asks for another.
        var text = [CChar](repeating: 0, count: 64)
        unsafe strftime(&text, text.count, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &utc)
        line = Array(String(writtenInto: text).utf8)
    }
}
