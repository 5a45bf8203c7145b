public import HTTP

/// Where a peer listens: a host (a name or an address) and a port.
public struct PeerAddress: Hashable, Sendable, CustomStringConvertible {
    private let origin: Origin

    /// A name in lower case, an IPv4 address, or an IPv6 address without brackets.
    public var host: String { origin.host }

    /// 1 to 65535.
    public var port: UInt16 { origin.port }

    /// `host:port`, with brackets around IPv6.
    public var description: String { origin.description }

    /// Reads `http://host:port`, `host:port` or `[::1]:port`, with or without a slash at the end.
    public init(_ text: String) throws(PeerAddressError) {
        do throws(OriginError) {
            origin = try Origin(text)
        } catch {
            throw PeerAddressError(error)
        }
    }

    /// Of a host, without brackets around IPv6, and a port.
    public init(host: String, port: UInt16) throws(PeerAddressError) {
        try self.init(host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)")
    }
}

/// Why a text is no address of a peer.
public struct PeerAddressError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was given, shortened.
    public let text: String

    /// Which rule was broken.
    public let rule: OriginError.Rule

    init(_ error: OriginError) {
        (text, rule) = (error.text, error.rule)
    }

    /// One sentence, with what to do.
    public var description: String {
        "\"\(text)\" is not a peer's address: \(rule). Write it like http://192.168.0.5:5000 or node2:5000."
    }
}
