/// Something that is said to people and to programs: what, by a name that stays, and with which values.
///
/// The words follow from both, in each language. So nothing is said without a name, and what the name stands for is
/// written in one place for each language.
public struct Statement: Hashable, Sendable, CustomStringConvertible {
    /// A part of what is said that differs each time.
    public enum Value: Hashable, Sendable {
        /// A text, of any characters.
        case text(String)
        /// A number.
        case number(Int)
        /// What is said is about another.
        case statement(Statement)
    }

    /// A value with the name that it has in the words.
    public struct Member: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// The value.
        public let value: Value

        /// Names a value.
        public init(_ name: String, _ value: Value) {
            (self.name, self.value) = (name, value)
        }
    }

    /// What is said.
    public let code: Code

    /// The values in it, by their names.
    public let values: [Member]

    /// What else is said behind it, such as what to do.
    public let advice: [Statement]

    /// Says something. The values have to be those that the words ask for.
    public init(_ code: Code, _ values: KeyValuePairs<String, Value> = [:]) {
        self.init(code, values: values.map { Member($0.key, $0.value) }, advice: [])
        assert(isComplete, "\(code.rawValue) has other values than its words")
    }

    /// Says again what another program has said; nil if it has other values than the words ask for.
    public init?(_ code: Code, said values: [Member], advice: [Statement] = []) {
        self.init(code, values: values.sorted { $0.name < $1.name }, advice: advice)
        guard isComplete else { return nil }
    }

    private init(_ code: Code, values: [Member], advice: [Statement]) {
        (self.code, self.values, self.advice) = (code, values, advice)
    }

    /// The same, and behind it something else.
    public func then(_ more: Statement) -> Statement {
        Statement(code, values: values, advice: advice + [more])
    }

    private var isComplete: Bool {
        let names = values.map(\.name)
        return names.count == Set(names).count && Set(names) == Set(code.valueNames)
    }

    subscript(name: Substring) -> Value? { values.first { $0.name[...] == name }?.value }

    /// The words in English.
    public var description: String { text(.english) }
}

/// What has something to say, and says it in any language.
public protocol Stated: CustomStringConvertible {
    /// What it says.
    var statement: Statement { get }
}

extension Stated {
    /// The words in English.
    public var description: String { statement.description }
}
