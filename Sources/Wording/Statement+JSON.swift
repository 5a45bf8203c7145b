extension Statement {
    /// The members that say it in an answer's object, by their names: `reason` and `values`, and `then` if there is
    /// any. Each is the text of a JSON value as Python writes it, with sorted keys, in ASCII.
    public var members: [(key: String, text: [UInt8])] {
        var members = [("reason", Self.quoted(code.rawValue)), ("values", valuesObject)]
        if !advice.isEmpty {
            let list = Array(advice.map(\.object).joined(separator: ", ".utf8))
            members.append(("then", Array("[".utf8) + list + Array("]".utf8)))
        }
        return members
    }

    /// As an answer: `error` is the sentence in English, and the others are its ``members``.
    public var errorObject: [UInt8] { Self.object(members + [("error", Self.quoted(description))]) }

    private var object: [UInt8] { Self.object(members) }

    private var valuesObject: [UInt8] {
        Self.object(
            values.map { member in
                switch member.value {
                case .text(let text): (member.name, Self.quoted(text))
                case .number(let number): (member.name, Array(String(number).utf8))
                case .statement(let statement): (member.name, statement.object)
                }
            })
    }

    fileprivate static func object(_ members: [(key: String, text: [UInt8])]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(members.reduce(2) { $0 + $1.key.utf8.count + $1.text.count + 6 })
        bytes.append(UInt8(ascii: "{"))
        for (key, text) in members.sorted(by: { $0.key < $1.key }) {
            bytes += bytes.count > 1 ? ", \"".utf8 : "\"".utf8
            bytes += key.utf8
            bytes += "\": ".utf8
            bytes += text
        }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    /// Values are parts of what was sent, so everything but visible ASCII is escaped.
    fileprivate static func quoted(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 2)
        bytes.append(UInt8(ascii: "\""))
        for unit in text.utf16 {
            switch unit {
            case 0x22, 0x5C: bytes += [UInt8(ascii: "\\"), UInt8(unit)]
            case 0x20...0x7E: bytes.append(UInt8(unit))
            default: bytes += escape(of: unit).utf8
            }
        }
        bytes.append(UInt8(ascii: "\""))
        return bytes
    }

    private static func escape(of unit: UInt16) -> String {
        switch unit {
        case 0x08: return "\\b"
        case 0x09: return "\\t"
        case 0x0A: return "\\n"
        case 0x0C: return "\\f"
        case 0x0D: return "\\r"
        default:
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
    }
}

extension Statement.Code {
    /// The words of all codes in a language, as a JSON object. The page fetches it.
    public static func catalogue(_ language: Language) -> [UInt8] {
        Statement.object(allCases.map { ($0.rawValue, Statement.quoted($0.words(language))) })
    }
}
