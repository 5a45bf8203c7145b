/// The head of a final answer.
struct AnswerHead: Sendable {
    /// How the end of the body is found (RFC 9112, section 6.3).
    enum Framing: Equatable {
        /// So many bytes.
        case length(Int)
        case chunked
        /// It ends with the connection.
        case toTheEnd
    }

    private let version: Version

    /// 200 to 999.
    let status: Int
    let headers: Headers

    /// Whether it says that everything went well.
    var isSuccess: Bool { (200...299).contains(status) }

    init(_ line: StatusLine, _ headers: Headers) {
        version = line.version
        status = line.code
        self.headers = headers
    }

    /// Checks what it says of its body.
    ///
    /// - Parameter method: what it answers.
    func framing(for method: Method) throws(FetchError) -> Framing {
        guard headers.count(of: "content-length") <= 1 else { throw .malformed }
        var framing = Framing.toTheEnd
        if let length = headers.first("content-length") {
            guard let count = length.decimalValue else { throw .malformed }
            framing = .length(count)
        }
        if let coding = headers.first("transfer-encoding") {
            // Both together, or any coding in HTTP/1.0, is how answers are split (RFC 9112, sections 6.1 and 11.1).
            guard framing == .toTheEnd, version == .http11, headers.count(of: "transfer-encoding") == 1,
                coding.isCaseless("chunked")
            else { throw .malformed }
            framing = .chunked
        }
        // These have no body, whatever they say of one.
        if method == .head || status == 204 || status == 304 { return .length(0) }
        guard headers.elements(of: "content-encoding").allSatisfy({ $0.isCaseless("identity") }) else {
            throw .encoded
        }
        return framing
    }
}
