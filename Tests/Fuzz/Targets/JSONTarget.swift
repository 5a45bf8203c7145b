@testable internal import Chain

/// The JSON reader against CPython, on the same bytes: both take a text, or neither does, and both print it the same.
final class JSONTarget: FuzzTarget {
    static let name = "json"

    private let python: Python

    init() throws {
        python = try Python()
    }

    func run(_ input: [UInt8]) throws {
        let theirs = try python.canonical(input)
        do {
            let ours = try JSONDocument(parsing: input).root.canonicalText
            guard let theirs else { throw Disagreement("CPython refuses it, and here it is \(ours)") }
            try demandEqual(ours.bytes, theirs, "canonical text")
        } catch let error as JSONError {
            try demand(theirs == nil, "CPython takes it, and here: \(error)")
            try demand((0...input.count).contains(error.offset), "a fault at \(error.offset) is outside of the text")
        }
    }

    static func seeds() -> [[UInt8]] {
        [
            #"{"a": [1, -0, 2.5e-3, 1E400, true, false, null], "b": {"\u00e9\ud83d\ude00\n": "é😀\/"}, "a": {}}"#,
            #" [ 123456789012345678901234567890 , 0.1 , 1e16 , 1e-5 , 5e-324 , 1.7976931348623157e308 ] "#,
            #"{"\ud800": "\udc00", "\uffff": 1, "𐀀": 2, "": [[], {}, [[]]]}"#,
            "\t\r\n\"\u{7F}\u{80}\u{2028}\"", "[NaN]", "-Infinity", "\u{FEFF}1", "01", "1.", "[1,]", #"{"a" 1}"#,
            "9007199254740993.0", "2.2250738585072014e-308", "0.30000000000000004", "1e22", "1e23",
            String(repeating: "[", count: 1_000) + String(repeating: "]", count: 1_000),
            String(repeating: "7", count: 4_300),
        ].map { Array($0.utf8) } + [[0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xC0, 0x80, 0x22], [0xFF, 0xFE, 0x31, 0]]
    }
}
