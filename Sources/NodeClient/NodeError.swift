public import Chain
public import HTTP

/// Why a request to a node has failed.
public struct NodeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Kind: Hashable, Sendable {
        /// The node refused, and said why.
        case refused(status: Int)
        /// Nothing listens there, or it went away.
        case unreachable
        /// The answer isn't from a node.
        case noAnswer
        /// The client gave up.
        case interrupted
    }

    /// What kind of failure it is.
    public let kind: Kind

    /// One or two sentences, with what to do. A refusal is in the node's own words, and may contain any characters.
    public let description: String

    init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }

    /// Something answered, but not as a node does.
    static func noAnswer(_ node: Origin, _ request: String, _ reason: String) -> NodeError {
        NodeError(.noAnswer, "What listens at \(node.url) does not answer \(request) as a node does: \(reason).")
    }

    /// A node's ledger is of another network than the one that is meant.
    public static func otherNetwork(_ node: Origin, shown: BlockHash, wanted: BlockHash) -> NodeError {
        NodeError(
            .refused(status: 200),
            "The node at \(node.url) is of the network \(shown), and the one that is meant is \(wanted). Name another "
                + "node, or the other network.")
    }
}

// MARK: - Failed requests

extension NodeError {
    /// - Parameter request: method and path.
    init(_ error: FetchError, from node: Origin, to request: String) {
        switch error {
        case .unreachable:
            self.init(
                .unreachable,
                "No node answers at \(node.url). Start one with forgechain, or name another with --node.")
        case .unknownHost(let host):
            self.init(.unreachable, "No address is known for \(host). Name another node with --node.")
        case .timedOut:
            self.init(.unreachable, "The node at \(node.url) took too long to answer \(request). Try again later.")
        case .cutOff:
            self.init(.unreachable, "The node at \(node.url) went away before it had answered \(request).")
        case .cancelled: self.init(.interrupted, "Given up.")
        case .malformed:
            self.init(
                .noAnswer, "What listens at \(node.url) does not answer in HTTP. Name a node with --node.")
        case .tooLarge(let limit):
            self = .noAnswer(node, request, "it sends more than \(limit) bytes")
        case .encoded:
            self = .noAnswer(node, request, "it sends a coding that was not asked for, perhaps compressed")
        case .status(let code):
            self = .noAnswer(node, request, "its status is \(code)")
        case .redirected, .redirectedTooOften, .notAllowed:
            self = .noAnswer(node, request, "it \(error)")
        }
    }

    /// The longest plain-text reason that is repeated, in bytes; longer ones are pages for browsers.
    private static let maximumPlainBytes = 200

    /// An answer whose status isn't 2xx.
    init(status: Int, body: [UInt8], from node: Origin, to request: String) {
        if let reason = (try? JSONDocument(parsing: body))?.root["error"]?.string {
            let isOlder = status == 404 && reason.hasPrefix(Router.unknownPath)
            self.init(
                .refused(status: status),
                isOlder ? "The node at \(node.url) does not know \(request): it is older than this command." : reason)
            return
        }
        // As the tutorial's nodes answer.
        if status >= 400, body.count <= Self.maximumPlainBytes, let text = String(validating: body, as: UTF8.self),
            !text.isEmpty, !text.contains("<"), !text.contains(where: \.isNewline)
        {
            self.init(.refused(status: status), "The node at \(node.url) refuses \(request): \(text).")
            return
        }
        let known = status == 404 ? ", so it has no such thing" : ""
        self = .noAnswer(node, request, "its status is \(status) without a reason\(known)")
    }
}
