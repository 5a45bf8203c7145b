internal import Chain

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
        let isObject = text.first == UInt8(ascii: "{") || text.first == UInt8(ascii: "[")
        if isObject, error.reason == .unexpectedEnd {
            return "the file was cut off: it ends in the middle, at byte \(error.offset). Save it once more."
        }
        if isObject, error.reason == .expectedKey, error.offset < 8 {
            return "its keys are not in double quotes, as JavaScript prints objects. Write JSON.stringify(...) of it."
        }
        return nil
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
        (Array("SQLite format 3".utf8), "it is a database, as nodes keep. forgechain export writes what is in it."),
        (Array("<".utf8), "it is HTML or XML, such as a node's page. \(chain)"),
        (Array("HTTP/".utf8), "it is an answer with its head. Save it without, as curl does without -i."),
        (Array("# HELP".utf8), "these are metrics. \(chain)"),
        (Array("event:".utf8), "these are events. \(chain)"),
        (Array("data:".utf8), "these are events. \(chain)"),
        (Array("block,timestamp,".utf8), "these are payments without proofs, as export --csv writes them."),
        (Array("block  ".utf8), "it is a table for people. forgechain export writes the chain."),
        (Array("curl: ".utf8), "it is what curl said in place of an answer."),
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
