internal import Chain
internal import Compression

/// What a file has in place of a chain, in the words of whoever saved it.
struct FoundInstead: CustomStringConvertible {
    /// One sentence or two.
    let description: String

    /// Nil if a chain is there, and something is wrong with it, or if it can't be told what is there.
    init?(_ fault: SavedFault) {
        guard let found = Self.found(fault) else { return nil }
        description = "There is no chain: \(found)"
    }

    private static func found(_ fault: SavedFault) -> String? {
        let contents = fault.contents
        switch fault.reason {
        case .notJSON(let error): return text(contents.start, error)
        case .noChain: return answer(contents)
        case .fault(_, .missing(.timestamp)) where contents.keys.contains("message"):
            return "this is an answer of /mine, which leaves out when the block was made. \(chain)"
        default: return nil
        }
    }

    private static let chain = "The chain is what GET /chain answers."

    // MARK: - Text that isn't JSON

    private static func text(_ start: [UInt8], _ error: JSONError) -> String? {
        let text = start.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
        guard !text.isEmpty else { return error.reason == .unexpectedEnd ? "the file is empty." : nil }
        if let found = marks.first(where: { text.starts(with: $0.mark) }) { return found.says }
        if isAsPythonPrints(text) {
            return
                "Python printed this, with single quotes. Write json.dumps(...) of it, in place of str(...) or print."
        }
        if error.reason == .invalidUTF8 {
            return "it is not UTF-8, from byte \(error.offset) on. It may be Latin-1, Windows-1252 or GBK: save it as "
                + "UTF-8."
        }
        guard text.first == UInt8(ascii: "{") || text.first == UInt8(ascii: "[") else { return other(text) }
        return object(start, error)
    }

    /// What is wrong with a text that begins as JSON does.
    private static func object(_ start: [UInt8], _ error: JSONError) -> String? {
        switch error.reason {
        case .unexpectedEnd:
            return "the file was cut off: it ends in the middle, at byte \(error.offset). Save it once more."
        case .textAfterValue:
            return "behind the end of the JSON, at byte \(error.offset), there is more. Leave that out."
        default: break
        }
        let place = start.dropFirst(error.offset)
        if ["None", "True", "False"].contains(where: { place.starts(with: $0.utf8) }) {
            return "Python printed this, with None, True or False in it. Write json.dumps(...) of it."
        }
        if ["//", "/*", "#"].contains(where: { place.starts(with: $0.utf8) }) {
            return "it has a comment at byte \(error.offset), which JSON has not. Leave it out."
        }
        if place.starts(with: "=>".utf8) {
            return "Ruby or PHP printed this. Write JSON of it: to_json or json_encode."
        }
        let before = start.prefix(error.offset).last { $0 > 0x20 }
        if before == UInt8(ascii: ","), place.starts(with: "}".utf8) || place.starts(with: "]".utf8) {
            return "a comma stands before a closing bracket, at byte \(error.offset). Leave the comma out."
        }
        return error.reason == .expectedKey && error.offset < 8
            ? "its keys are not in double quotes, as JavaScript prints objects. Write JSON.stringify(...) of it." : nil
    }

    /// What a text is that begins otherwise than JSON does.
    private static func other(_ text: ArraySlice<UInt8>) -> String? {
        if text.prefix(64).contains(where: { $0 < 0x20 && !(0x09...0x0D).contains($0) || $0 == 0x7F }) {
            return "it is no text, but bytes of another format. \(chain)"
        }
        let line = text.prefix { $0 != 0x0A && $0 != 0x0D }
        let hasBracket = ["{\"", "[{", "{ \"", "{\n", "[\n"].contains { bracket in
            let bracket = Array(bracket.utf8)
            return text.indices.contains { text[$0...].starts(with: bracket) }
        }
        if hasBracket {
            let words = String(decoding: line.prefix(longestName), as: UTF8.self)
            return "other text stands before the JSON: \(words). Leave out all before its first bracket and behind its "
                + "last one."
        }
        let separators: [UInt8] = [0x09, UInt8(ascii: ","), UInt8(ascii: ";")]
        if separators.contains(where: { line.contains($0) }) {
            return "it is a table (CSV), which has no place for proofs and lists. \(chain)"
        }
        if line.last == UInt8(ascii: ":") || line.starts(with: "---".utf8) || line.contains(UInt8(ascii: ":")) {
            return "it is lines of names and values, such as YAML. \(chain)"
        }
        return line.count < text.count || line.contains(0x20) ? "it is text for people. \(chain)" : nil
    }

    private static func isAsPythonPrints(_ text: ArraySlice<UInt8>) -> Bool {
        ["{'", "[{'", "b'{", "b'["].contains { text.starts(with: $0.utf8) }
    }

    /// How files begin that people take for chains, and what to do with them.
    private static let marks: [(mark: [UInt8], says: String)] = [
        (Array("PK".utf8), "it is a ZIP archive. Import the file in it."),
        (
            [0x28, 0xB5, 0x2F, 0xFD],
            "it is compressed by zstd. Import what it holds: zstd -dc FILE | forgechain import -"
        ),
        (
            [0xFD] + Array("7zXZ".utf8),
            "it is compressed by xz. Import what it holds: xz -dc FILE | forgechain import -"
        ),
        (
            Array("BZh".utf8), "it is compressed by bzip2. Import what it holds: bzip2 -dc FILE | forgechain import -"
        ),
        (
            [0x04, 0x22, 0x4D, 0x18],
            "it is compressed by lz4. Import what it holds: lz4 -dc FILE | forgechain import -"
        ),
        (Gzip.mark, "it is compressed twice. Import what it holds: gzip -dc FILE | forgechain import -"),
        ([0x78, 0x9C], "it is compressed (zlib). Decompress it first."),
        (Array("7z".utf8) + [0xBC, 0xAF], "it is a 7z archive. Import the file in it."),
        (Array("Rar!".utf8), "it is a RAR archive. Import the file in it."),
        (Array("chain.json\0".utf8), "it is a tar archive. Import the file in it."),
        (Array("%PDF".utf8), "it is a PDF document. \(chain)"),
        (Array("{\\rtf".utf8), "it is a document of a word processor. \(chain)"),
        (Array("SQLite format 3".utf8), "it is a database, as nodes keep. forgechain export writes what is in it."),
        (Array("<".utf8), "it is HTML or XML, such as a node's page. \(chain)"),
        (Array("HTTP/".utf8), "it is an answer with its head. Save it without, as curl does without -i."),
        (Array("# HELP".utf8), "these are metrics. \(chain)"),
        (Array("event:".utf8), "these are events. \(chain)"),
        (Array("data:".utf8), "these are events. \(chain)"),
        (Array("retry:".utf8), "these are events. \(chain)"),
        (Array(": ".utf8), "these are events. \(chain)"),
        (Array("block,timestamp,".utf8), "these are payments without proofs, as export --csv writes them."),
        (Array("block  ".utf8), "it is a table for people. forgechain export writes the chain."),
        (Array("curl: ".utf8), "it is what curl said in place of an answer."),
        (Array("% Total".utf8), "curl's own words stand before the answer. Save it with curl -s -o FILE."),
        (Array("* ".utf8), "curl's own words stand before the answer. Save it with curl -s -o FILE."),
        (Array("eyJ".utf8), "it is in Base64. Import what it holds: base64 -d FILE | forgechain import -"),
        (Array("7b22".utf8), "it is in hexadecimal digits. Import what it holds: xxd -r -p FILE | forgechain import -"),
        (Array("%7B".utf8), "it is percent-encoded. Save it as it is."),
        (Array("\"{".utf8), encodedTwice), (Array("\"[".utf8), encodedTwice),
    ]

    private static let encodedTwice = "it is JSON in a string of JSON, so it was encoded twice. Encode it once."

    // MARK: - Answers about something else

    private static func answer(_ contents: SavedContents) -> String? {
        let keys = Set(contents.keys)
        if let sentence = refusal(contents) { return "a node refused: \(sentence)" }
        if let found = answers.first(where: { keys.isSuperset(of: $0.keys) }) {
            return "this is \(found.says). \(chain)"
        }
        guard !contents.keys.isEmpty else { return "this is a list or an object without blocks. \(chain)" }
        let names = contents.keys.map { String($0.prefix(longestName)) }.joined(separator: ", ")
        return "this has \(names), and no list of blocks with previous_hash, proof and transactions. \(chain)"
    }

    private static func refusal(_ contents: SavedContents) -> String? {
        guard contents.keys.contains("error") else { return nil }
        return try? JSONDocument(parsing: contents.start).root["error"]?.string
    }

    /// How much is repeated of a key.
    private static let longestName = 40

    /// Keys by which an answer is known, the rarest first.
    private static let answers: [(keys: Set<String>, says: String)] = [
        (["openapi"], "a description of an API"),
        (["total_nodes"], "a list of peers"), (["nodes"], "a list of peers"),
        (["peers", "message"], "an answer of /nodes/resolve?summary, which leaves the chain out"),
        (["identifier", "length"], "an answer of GET /status"),
        (["status", "node"], "an answer of GET /health"),
        (["headers"], "a list of headers, without the blocks' transactions"),
        (["accounts"], "a list of accounts"), (["balance", "nonce"], "an account"),
        (["previous_target"], "work for a miner"), (["target", "id"], "work for a miner"),
        (["transactions", "total"], "a list of transactions, without their blocks"),
        (["sender", "recipient"], "a transaction"),
        (["previous_hash"], "part of a block"),
        (["message"], "an answer without a chain"),
    ]
}
