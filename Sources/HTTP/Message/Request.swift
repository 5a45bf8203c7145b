/// A request from the network, whole and checked.
public struct Request: Sendable {
    /// The method.
    public let method: Method

    /// The path, percent-decoded, without the query; begins with a slash.
    public internal(set) var path: String

    /// What follows the question mark, as sent; nil if there is none. ``Query`` parses it.
    public let query: String?

    /// Names and values of the head, in the order sent.
    public let headers: Headers

    /// The body, at most ``ServerLimits/bodyBytes`` long.
    public let body: [UInt8]

    /// The address of the other end, without its port: `192.168.0.7` even if the system calls it `::ffff:192.168.0.7`,
    /// `::1` without brackets, `fe80::1%eth0` with its zone. Empty for a request that did not come over a network.
    public let remoteHost: String

    /// Whether ``remoteHost`` is what a trusted proxy says of its client.
    public let isVouchedFor: Bool

    /// By which of the server's ports it came: 0 is that of the first call of
    /// ``Server/listen(on:andIfPossible:port:)``.
    public internal(set) var entrance: Int

    /// Whose request it is where shares are given out.
    public let client: ClientGroup

    /// The values in the path for the parameters of its route; ``Router`` sets them.
    public internal(set) var parameters = PathParameters()

    /// Makes a request.
    public init(
        method: Method, path: String, query: String? = nil, headers: Headers = Headers(), body: [UInt8] = [],
        remoteHost: String = "", isVouchedFor: Bool = false, client: ClientGroup? = nil, entrance: Int = 0
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.remoteHost = remoteHost
        self.isVouchedFor = isVouchedFor
        self.client = client ?? ClientGroup(address: remoteHost)
        self.entrance = entrance
    }
}
