internal import API
public import Chain
public import HTTP
public import Wording

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

    /// One or two sentences of English, with what to do. A refusal is in the node's own words, and may contain any
    /// characters.
    public let description: String

    /// The same, for any language; nil if it is in words of a node alone.
    public let statement: Statement?

    init(_ kind: Kind, _ description: String, _ statement: Statement? = nil) {
        (self.kind, self.description, self.statement) = (kind, description, statement)
    }

    init(_ kind: Kind, _ code: Statement.Code, _ values: KeyValuePairs<String, Statement.Value> = [:]) {
        let statement = Statement(code, values)
        self.init(kind, statement.description, statement)
    }

    /// The sentences in a language, or else in English.
    public func text(_ language: Language) -> String { statement?.text(language) ?? description }

    /// Something answered, but not as a node does.
    ///
    /// - Parameter problem: half a sentence about the answer.
    static func noAnswer(_ node: Origin, _ request: String, _ problem: Statement) -> NodeError {
        NodeError(
            .noAnswer, .clientNotANode,
            ["problem": .statement(problem), "request": .text(request), "url": .text(node.url)])
    }

    /// The same of a code and its values.
    static func noAnswer(
        _ node: Origin, _ request: String, _ code: Statement.Code,
        _ values: KeyValuePairs<String, Statement.Value> = [:]
    ) -> NodeError {
        noAnswer(node, request, Statement(code, values))
    }

    /// A node's ledger is of another network than the one that is meant.
    public static func otherNetwork(_ node: Origin, shown: BlockHash, wanted: BlockHash) -> NodeError {
        NodeError(
            .refused(status: 200), .clientOtherNetwork,
            ["shown": .text("\(shown)"), "url": .text(node.url), "wanted": .text("\(wanted)")])
    }
}

// MARK: - Failed requests

extension NodeError {
    /// - Parameter request: method and path.
    init(_ error: FetchError, from node: Origin, to request: String) {
        switch error {
        case .unreachable:
            self.init(.unreachable, .clientNoNode, ["url": .text(node.url)])
        case .unknownHost(let host):
            self.init(.unreachable, .clientHostUnknown, ["host": .text(host)])
        case .timedOut:
            self.init(.unreachable, .clientTooSlow, ["request": .text(request), "url": .text(node.url)])
        case .cutOff:
            self.init(.unreachable, .clientCutOff, ["request": .text(request), "url": .text(node.url)])
        case .cancelled: self.init(.interrupted, .clientGivenUp)
        case .malformed:
            self.init(.noAnswer, .clientNoHttp, ["url": .text(node.url)])
        case .tooLarge(let limit):
            self = .noAnswer(node, request, .clientAnswerTooLong, ["limit": .number(limit)])
        case .encoded:
            self = .noAnswer(node, request, .clientAnswerEncoded)
        case .status(let code):
            self = .noAnswer(node, request, .clientAnswerStatus, ["status": .number(code)])
        case .redirected, .redirectedTooOften, .notAllowed:
            self = .noAnswer(node, request, .clientAnswerFetch, ["problem": .statement(error.statement)])
        }
    }

    /// The longest plain-text reason that is repeated, in bytes; longer ones are pages for browsers.
    private static let maximumPlainBytes = 200

    /// An answer whose status isn't 2xx.
    init(status: Int, body: [UInt8], from node: Origin, to request: String) {
        if let answer = (try? JSONDocument(parsing: body))?.root, let reason = answer["error"]?.string {
            let isOlder = status == 404 && reason.hasPrefix(Router.unknownPath)
            if isOlder {
                self.init(
                    .refused(status: status), .clientNodeOlder,
                    ["request": .text(request), "url": .text(node.url)])
            } else {
                self.init(.refused(status: status), reason, Statement(answer))
            }
            return
        }
        // As the tutorial's nodes answer.
        if status >= 400, body.count <= Self.maximumPlainBytes, let text = String(validating: body, as: UTF8.self),
            !text.isEmpty, !text.contains("<"), !text.contains(where: \.isNewline)
        {
            self.init(
                .refused(status: status), .clientNodeRefuses,
                ["request": .text(request), "text": .text(text), "url": .text(node.url)])
            return
        }
        let code: Statement.Code = status == 404 ? .clientAnswerNoSuchThing : .clientAnswerUnexplained
        self = .noAnswer(node, request, code, ["status": .number(status)])
    }
}
