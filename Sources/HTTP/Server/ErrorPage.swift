internal import CLibEvent

/// Turns the HTML with which libevent 2.1 itself refuses a request, before any callback of ours, into the JSON of every
/// other refusal.
///
/// The whole page is in the output buffer before the loop writes any of it. libevent closes the connection after it.
enum ErrorPage {
    /// Replaces the contents of `output` if they are an error page, and returns the page's status. `date` and `fences`
    /// are whole lines.
    static func rewrite(_ output: OpaquePointer, date: [UInt8], fences: [UInt8]) -> Status? {
        // The front of a socket's output is frozen for everything but the socket itself.
        unsafe evbuffer_unfreeze(output, 1)
        defer { unsafe evbuffer_freeze(output, 1) }
        guard let status = unsafe status(of: output) else { return nil }
        let response = Response.error(status, sentence(for: status))
        var bytes: [UInt8] = []
        ResponseHead.append(response, version: .http11, date: date, fences: fences, .close, to: &bytes)
        response.body.append(to: &bytes)
        let result = unsafe evbuffer_drain(output, evbuffer_get_length(output))
        precondition(result == 0, "an error page cannot be taken back")
        unsafe output.append(bytes[...])
        return status
    }

    /// The status of the page in `output`; nil if it isn't an error's ("100 Continue" isn't).
    private static func status(of output: OpaquePointer) -> Status? {
        var start = [UInt8](repeating: 0, count: 12)
        guard unsafe evbuffer_copyout(output, &start, start.count) == start.count else { return nil }
        return switch start.suffix(3) {
        case [0x34, 0x30, 0x30]: .badRequest
        case [0x34, 0x31, 0x33]: .contentTooLarge
        case [0x34, 0x31, 0x37]: .expectationFailed
        case [0x35, 0x30, 0x31]: .notImplemented
        case [0x35, 0x30, 0x33]: .serviceUnavailable
        default: nil
        }
    }

    private static func sentence(for status: Status) -> String {
        switch status {
        case .contentTooLarge: "The body is larger than this server takes. Send less in one request."
        case .expectationFailed: "The only expectation met here is 100-continue."
        case .notImplemented: "This method is not known here."
        case .serviceUnavailable: "The server is too busy. Try again later."
        default: "The request is not well-formed HTTP/1.1, or its head is too large."
        }
    }
}
