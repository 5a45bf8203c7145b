/// A status code and its phrase (RFC 9110, section 15).
public struct Status: Hashable, Sendable {
    /// Three digits.
    public let code: Int

    /// The phrase in the status line. Always ours: text from outside could split the response.
    public let phrase: String

    /// The rest of the status line after the version.
    let line: [UInt8]

    private init(_ code: Int, _ phrase: String) {
        self.code = code
        self.phrase = phrase
        line = Array(" \(code) \(phrase)\r\n".utf8)
    }

    /// Whether an answer never has a body (RFC 9110, section 6.4.1). Its Content-Length would describe another answer,
    /// or is forbidden.
    var hasNoBody: Bool { code == 304 || code == 204 }

    /// 200
    public static let ok = Status(200, "OK")
    /// 201
    public static let created = Status(201, "Created")
    /// 204
    public static let noContent = Status(204, "No Content")
    /// 304
    public static let notModified = Status(304, "Not Modified")
    /// 308 (RFC 9110, section 15.4.9)
    public static let permanentRedirect = Status(308, "Permanent Redirect")
    /// 400
    public static let badRequest = Status(400, "Bad Request")
    /// 401
    public static let unauthorized = Status(401, "Unauthorized")
    /// 403
    public static let forbidden = Status(403, "Forbidden")
    /// 404
    public static let notFound = Status(404, "Not Found")
    /// 405
    public static let methodNotAllowed = Status(405, "Method Not Allowed")
    /// 408
    public static let requestTimeout = Status(408, "Request Timeout")
    /// 409
    public static let conflict = Status(409, "Conflict")
    /// 412
    public static let preconditionFailed = Status(412, "Precondition Failed")
    /// 413
    public static let contentTooLarge = Status(413, "Content Too Large")
    /// 414
    public static let uriTooLong = Status(414, "URI Too Long")
    /// 415
    public static let unsupportedMediaType = Status(415, "Unsupported Media Type")
    /// 417
    public static let expectationFailed = Status(417, "Expectation Failed")
    /// 421
    public static let misdirected = Status(421, "Misdirected Request")
    /// 431 (RFC 6585, section 5)
    public static let headerFieldsTooLarge = Status(431, "Request Header Fields Too Large")
    /// 501
    public static let notImplemented = Status(501, "Not Implemented")
    /// 503
    public static let serviceUnavailable = Status(503, "Service Unavailable")
    /// 505
    public static let versionNotSupported = Status(505, "HTTP Version Not Supported")
    /// 507 (RFC 4918, section 11.5)
    public static let insufficientStorage = Status(507, "Insufficient Storage")
}
