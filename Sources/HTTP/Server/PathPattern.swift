/// A path some of whose components may be anything: `/blocks/{block}/explain`.
struct PathPattern: Sendable {
    private enum Component: Sendable {
        case literal(String)
        case parameter

        /// Literals come first.
        var rank: Int {
            switch self {
            case .literal: 0
            case .parameter: 1
            }
        }
    }

    /// As it was written.
    let text: String

    /// What lies between the slashes; the first is the nothing before the first slash.
    private let components: [Component]

    /// The parameters' names, in order.
    private let names: [String]

    /// Takes `text` apart. Its components are plain or a name in braces, and no name comes twice.
    init(_ text: String) {
        self.text = text
        precondition(text.utf8.first == UInt8(ascii: "/"), "\(text) does not begin with a slash")
        var names: [String] = []
        components = PathPattern.pieces(of: text, splits: .max).map { piece in
            guard PathPattern.hasParameter(piece) else { return .literal(String(Substring(piece))) }
            let name = piece.dropFirst().dropLast()
            precondition(
                piece.first == UInt8(ascii: "{") && piece.last == UInt8(ascii: "}") && !name.isEmpty
                    && !PathPattern.hasParameter(name),
                "in \(text), \(Substring(piece)) is neither plain nor a name in braces")
            names.append(String(Substring(name)))
            return .parameter
        }
        precondition(Set(names).count == names.count, "\(text) has two parameters of one name")
        self.names = names
    }

    /// How many components there are.
    var count: Int { components.count }

    /// Whether `path` has a brace, which makes it a pattern.
    static func hasParameter(_ path: some Sequence<UInt8>) -> Bool {
        path.contains { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }
    }

    /// What lies between the slashes of `path`; after the first `splits` of them it is left whole.
    ///
    /// By bytes: to Swift, a slash with a combining accent after it is another character.
    static func pieces(of path: String, splits: Int) -> [Substring.UTF8View] {
        path.utf8.split(separator: UInt8(ascii: "/"), maxSplits: splits, omittingEmptySubsequences: false)
    }

    /// The parameters' values in a path of these `pieces`; nil when it is another path.
    func parameters(in pieces: [Substring.UTF8View]) -> PathParameters? {
        guard pieces.count == count else { return nil }
        var values: [String] = []
        for (component, piece) in zip(components, pieces) {
            switch component {
            case .literal(let text):
                guard text.utf8.elementsEqual(piece) else { return nil }
            case .parameter:
                guard !piece.isEmpty else { return nil }
                values.append(String(Substring(piece)))
            }
        }
        return PathParameters(names: names, values: values)
    }
}

// MARK: - Several patterns

extension PathPattern {
    /// Whether both stand for the same paths: they differ at most in the names of parameters.
    func isSame(as other: PathPattern) -> Bool {
        guard count == other.count else { return false }
        return zip(components, other.components).allSatisfy { pair in
            switch pair {
            case (.literal(let own), .literal(let others)): own == others
            case (.parameter, .parameter): true
            default: false
            }
        }
    }

    /// Whether, of two patterns that fit one path, this is the more literal: where they first differ it has a
    /// literal. An order of all patterns.
    func isMoreLiteral(than other: PathPattern) -> Bool {
        components.lazy.map(\.rank).lexicographicallyPrecedes(other.components.lazy.map(\.rank))
    }
}

// MARK: - What a path has for a pattern

/// What stands in a request's path for the parameters of its route's pattern.
public struct PathParameters: Sendable {
    private let names: [String]
    private let values: [String]

    /// The parameters of a path without any.
    init() {
        self.init(names: [], values: [])
    }

    /// `values` by `names`, one for one.
    init(names: [String], values: [String]) {
        precondition(names.count == values.count, "\(names.count) parameters cannot have \(values.count) values")
        self.names = names
        self.values = values
    }

    /// The value of `name`: percent-decoded, not empty, without slash and ASCII's control characters; otherwise
    /// whatever the client sent.
    ///
    /// The pattern has to have this parameter: which names there are depends on no request.
    public subscript(name: String) -> String {
        guard let position = names.firstIndex(of: name) else {
            preconditionFailure("the route has no parameter \(name)")
        }
        return values[position]
    }
}
