internal import HTTP

/// Where a node is asked: `http://host:port`.
public struct NodeURL: Hashable, Sendable, CustomStringConvertible {
    let origin: Origin

    /// Where a node listens that was started without flags, on this machine.
    public static let standard = "http://127.0.0.1:5000"

    /// Reads `http://host:port` or `host:port`, with brackets around IPv6; a slash at the end may be there.
    public init(_ text: String) throws(NodeURLError) {
        do throws(OriginError) {
            origin = try Origin(text)
        } catch {
            throw NodeURLError(
                "\"\(String(text.unicodeScalars.prefix(100)))\" is no node's address: \(error). "
                    + "Write it like \(Self.standard).")
        }
    }

    /// `http://host:port`, with brackets around IPv6.
    public var description: String { "http://\(origin)" }
}

/// Why a text is no node's address.
public struct NodeURLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence, with what to do.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
