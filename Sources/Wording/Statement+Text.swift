extension Statement.Code {
    /// The words in a language, with the names of values in braces: `{limit}`. `{count|block|blocks}` is the first word
    /// if the value is 1 and the second otherwise, in which `#` stands for the value. A name that begins with a capital
    /// letter has its value begin with one.
    public func words(_ language: Language) -> String {
        switch language {
        case .english: english
        case .chinese: chinese
        case .spanish: spanish
        }
    }

    /// Whether it is about a file, where the same may be said about a request's body.
    var isOfFile: Bool { rawValue.hasPrefix("file_") }

    /// The names of the values in its words, each once, in order.
    public var valueNames: [String] { Template.valueNames(of: english) }
}

extension Statement {
    /// The words in a language, with what is said behind them.
    public func text(_ language: Language) -> String {
        var text = ""
        append(to: &text, in: language)
        return text
    }

    private func append(to text: inout String, in language: Language) {
        text += Template.filled(code.words(language)) { name in
            switch self[name[...]] {
            case .text(let value)?: value
            case .number(let number)?: String(number)
            case .statement(let inner)?: inner.text(language)
            case nil: nil
            }
        }
        for more in advice {
            // Chinese sentences follow each other without a blank.
            if language != .chinese { text += " " }
            more.append(to: &text, in: language)
        }
    }
}

/// Words with places for values.
package enum Template {
    /// Words with their values. A place whose value isn't there stays as it is.
    package static func filled(_ words: String, _ value: (String) -> String?) -> String {
        pieces(of: words).reduce(into: "") { text, piece in
            switch piece {
            case .text(let words): text += words
            case .value(let place): text += value(place.key).map(place.filled) ?? "{\(place.name)}"
            }
        }
    }

    /// The names of the values in words, each once, in order.
    package static func valueNames(of words: String) -> [String] {
        pieces(of: words).reduce(into: []) { names, piece in
            if case .value(let place) = piece, !names.contains(place.key) { names.append(place.key) }
        }
    }

    /// A place for a value.
    struct Place {
        /// Its name, as the words have it.
        let name: Substring
        /// Which words stand there for 1 and for any other value; nil for the value itself.
        let words: (one: Substring, many: Substring)?

        /// Whether the value begins with a capital letter there.
        var isCapitalized: Bool { name.first?.isUppercase ?? false }

        /// The name of the value.
        var key: String { isCapitalized ? name.prefix(1).lowercased() + name.dropFirst() : String(name) }

        func filled(with value: String) -> String {
            guard let (one, many) = words else {
                return isCapitalized ? value.prefix(1).uppercased() + value.dropFirst() : value
            }
            if value == "1" { return String(one) }
            return many.split(separator: "#", omittingEmptySubsequences: false).joined(separator: value)
        }
    }

    /// A part of words.
    enum Piece {
        case text(Substring)
        case value(Place)
    }

    /// The parts of words. Braces around anything but a name stand for themselves, as those of JSON do.
    static func pieces(of words: String) -> [Piece] {
        var (pieces, rest): ([Piece], Substring) = ([], words[...])
        var start = rest.startIndex
        while let open = rest.utf8[start...].firstIndex(of: UInt8(ascii: "{")) {
            start = words.utf8.index(after: open)
            guard let close = rest.utf8[start...].firstIndex(of: UInt8(ascii: "}")),
                let place = place(rest[start..<close])
            else { continue }
            if rest.startIndex < open { pieces.append(.text(rest[..<open])) }
            pieces.append(.value(place))
            rest = rest[words.utf8.index(after: close)...]
            start = rest.startIndex
        }
        if !rest.isEmpty { pieces.append(.text(rest)) }
        return pieces
    }

    private static func place(_ text: Substring) -> Place? {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty, name.utf8.allSatisfy(isLetter) else { return nil }
        switch parts.count {
        case 1: return Place(name: name, words: nil)
        case 3: return Place(name: name, words: (parts[1], parts[2]))
        default: return nil
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}
