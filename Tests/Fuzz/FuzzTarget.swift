/// Something that is tried with any bytes.
///
/// `make fuzz` runs each target in libFuzzer, which looks for bytes that reach new code. `make test` only puts the
/// seeds through it.
protocol FuzzTarget: SendableMetatype {
    /// The name on the command line.
    static var name: String { get }

    /// Inputs to begin with, so that the fuzzer need not find out what JSON or HTTP looks like.
    static func seeds() throws -> [[UInt8]]

    init() throws

    /// Tries one input. Throws if something isn't as it must be; a crash is found as well.
    func run(_ input: [UInt8]) throws
}

/// Something isn't as it must be.
struct Disagreement: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// All targets.
let fuzzTargets: [any FuzzTarget.Type] = [
    JSONTarget.self, WriterTarget.self, ChainTarget.self, AnswersTarget.self, RequestsTarget.self, RowsTarget.self,
]

/// Throws unless two results are the same.
func demandEqual<Value: Equatable>(_ left: Value, _ right: Value, _ what: @autoclosure () -> String) throws {
    guard left == right else { throw Disagreement("\(what()): \(left) is not \(right)") }
}

/// Throws unless something holds.
func demand(_ holds: Bool, _ what: @autoclosure () -> String) throws {
    guard holds else { throw Disagreement(what()) }
}

/// An input from whose bytes a target draws what it does; 0 when there are no more.
struct Draws {
    private var rest: ArraySlice<UInt8>

    init(_ input: [UInt8]) {
        rest = input[...]
    }

    var isEmpty: Bool { rest.isEmpty }

    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    /// From 0 on, below a count of at most 65,536.
    mutating func number(below count: Int) -> Int {
        count <= 256 ? Int(byte()) % count : (Int(byte()) << 8 | Int(byte())) % count
    }

    /// So many bytes, or what is left.
    mutating func bytes(_ count: Int) -> [UInt8] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    /// Everything that is left.
    mutating func remainder() -> [UInt8] { bytes(rest.count) }
}

extension [UInt8] {
    /// Cut into pieces of these sizes, which are used in turn and begin at 1.
    func cut(into sizes: [UInt8]) -> [[UInt8]] {
        var (pieces, start, turn) = ([[UInt8]](), 0, 0)
        while start < count {
            let end = Swift.min(start + Int(sizes[turn % sizes.count]) + 1, count)
            pieces.append(Array(self[start..<end]))
            (start, turn) = (end, turn + 1)
        }
        return pieces
    }
}
