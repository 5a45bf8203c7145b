internal import Compression
internal import Explorer
internal import HTTP
internal import Synchronization

/// A file of the page as it is, and compressed for clients that can read that.
final class FileAnswer: Sendable {
    private let type: String
    private let bytes: [UInt8]
    private let plain: TaggedAnswer
    /// Made when the first client wants it: some milliseconds for the largest file, and a start needs none of them.
    private let packed = Mutex<TaggedAnswer?>(nil)

    init(_ bytes: [UInt8], type: String) {
        (self.bytes, self.type) = (bytes, type)
        plain = TaggedAnswer(file: bytes, type: type, headers: Self.headers)
    }

    convenience init(_ file: ExplorerFile) {
        self.init(file.bytes, type: file.type)
    }

    func response(to request: Request) -> Response {
        ((request.headers.acceptGzip ? compressed() : nil) ?? plain).response(to: request)
    }

    /// Nil if there is no memory for it: whoever can read it compressed can also read it as it is.
    private func compressed() -> TaggedAnswer? {
        packed.withLock { packed in
            if packed == nil, let file = try? Gzip.compressed(bytes) {
                let headers = [Header("Content-Encoding", "gzip")] + Self.headers
                packed = TaggedAnswer(file: file, type: type, headers: headers)
            }
            return packed
        }
    }

    /// Keeps anything but these files from running in the page, and the page from being embedded in another.
    private static let headers = [
        Header("Vary", "Accept-Encoding"),
        Header(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
                + "trusted-types 'none'"),
        Header("Cross-Origin-Opener-Policy", "same-origin"),
        Header("Referrer-Policy", "no-referrer"),
    ]
}
