/// A path in which some components may be anything: `/blocks/{block}/explain`.
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

    /// As given.
    let text: String

    /// The parts between the slashes; the first is the empty part before the first slash.
    private let components: [Component]

    /// The parameters' names, in order.
    private let names: [String]

    /// Parses `text`. Each component is plain or a name in braces, and each name is used once.
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

    /// How many components it has.
    var count: Int { components.count }

    /// Whether `path` has a brace, which makes it a pattern.
    static func hasParameter(_ path: some Sequence<UInt8>) -> Bool {
        path.contains { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }
    }

    /// The parts between the slashes of `path`; after `splits` slashes the rest stays in one part.
    ///
    /// Compared by bytes: to Swift, a slash with a combining accent after it is a different character.
    static func pieces(of path: String, splits: Int) -> [Substring.UTF8View] {
        path.utf8.split(separator: UInt8(ascii: "/"), maxSplits: splits, omittingEmptySubsequences: false)
    }

    /// The parameters' values in a path with these `pieces`; nil if the path doesn't match.
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
    /// Whether both match the same paths: they differ at most in parameter names.
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

    /// Whether this is the more literal of two patterns that match one path: where they first differ, it has a literal.
    /// This orders all patterns.
    func isMoreLiteral(than other: PathPattern) -> Bool {
        components.lazy.map(\.rank).lexicographicallyPrecedes(other.components.lazy.map(\.rank))
    }
}

// MARK: - A path's parameters

/// The values in a request's path for the parameters of its route's pattern.
public struct PathParameters: Sendable {
    private let names: [String]
    private let values: [String]

    /// The parameters of a path that has none.
    init() {
        self.init(names: [], values: [])
    }

    /// Pairs `values` with `names`.
    init(names: [String], values: [String]) {
        precondition(names.count == values.count, "\(names.count) parameters cannot have \(values.count) values")
        self.names = names
        self.values = values
    }

    /// The value of `name`: percent-decoded, not empty, without slashes or ASCII control characters; otherwise whatever
    /// the client sent.
    ///
    /// The pattern must have this parameter; which ones it has doesn't depend on the request.
    public subscript(name: String) -> String {
        guard let position = names.firstIndex(of: name) else {
            preconditionFailure("the route has no parameter \(name)")
        }
        return values[position]
    }
}
