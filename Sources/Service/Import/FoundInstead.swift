internal import API
internal import Chain
internal import Compression
internal import Wording

/// What a file has in place of a chain, in the words of whoever saved it.
struct FoundInstead: Stated {
    /// One sentence or two.
    let statement: Statement

    /// Nil if a chain is there, and something is wrong with it, or if it can't be told what is there.
    init?(_ fault: SavedFault) {
        guard let found = Self.found(fault) else { return nil }
        statement = found
    }

    private static func found(_ fault: SavedFault) -> Statement? {
        let contents = fault.contents
        switch fault.reason {
        case .notJSON(let error): return text(contents.start, error)
        case .noChain: return answer(contents)
        case .fault(_, .missing(.timestamp)) where contents.keys.contains("message"):
            return .inPlaceOfChain(.fileMined)
        default: return nil
        }
    }

    // MARK: - Text that isn't JSON

    private static func text(_ start: [UInt8], _ error: JSONError) -> Statement? {
        let text = start.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
        guard !text.isEmpty else { return error.reason == .unexpectedEnd ? Statement(.fileEmpty) : nil }
        if let found = marks.first(where: { text.starts(with: $0.mark) }) { return found.says }
        let isBegun = text.first == UInt8(ascii: "{") || text.first == UInt8(ascii: "[")
        if isBegun, !isAsPythonPrints(text) {
            let offset = Statement.Value.number(error.offset)
            switch error.reason {
            case .unexpectedEnd: return Statement(.fileCutOff, ["offset": offset])
            case .textAfterValue: return Statement(.fileGoesOn, ["offset": offset])
            default: break
            }
        } else if !isBegun, hasBracket(text), error.reason != .invalidUTF8 {
            let line = text.prefix { $0 != 0x0A && $0 != 0x0D }
            let words = String(decoding: line.prefix(longestName), as: UTF8.self)
            return Statement(.fileTextBefore, ["words": .text(words)])
        }
        if let mistake = JSONMistake(in: start, stoppedAt: error) { return mistake.statement(ofFileAt: error.offset) }
        return isBegun ? nil : other(text)
    }

    /// Whether JSON begins somewhere in a text.
    private static func hasBracket(_ text: ArraySlice<UInt8>) -> Bool {
        ["{\"", "[{", "{ \"", "{\n", "[\n"].contains { bracket in
            let bracket = Array(bracket.utf8)
            return text.indices.contains { text[$0...].starts(with: bracket) }
        }
    }

    /// What a text is that nobody takes for JSON.
    private static func other(_ text: ArraySlice<UInt8>) -> Statement? {
        let line = text.prefix { $0 != 0x0A && $0 != 0x0D }
        let separators: [UInt8] = [0x09, UInt8(ascii: ","), UInt8(ascii: ";")]
        if separators.contains(where: { line.contains($0) }) { return .inPlaceOfChain(.fileTable) }
        if line.contains(UInt8(ascii: ":")) || line.starts(with: "---".utf8) { return .inPlaceOfChain(.fileLines) }
        return line.count < text.count || line.contains(0x20) ? .inPlaceOfChain(.fileText) : nil
    }

    private static func isAsPythonPrints(_ text: ArraySlice<UInt8>) -> Bool {
        ["{'", "[{'"].contains { text.starts(with: $0.utf8) }
    }

    private static func compressed(by format: String, _ command: String) -> Statement {
        Statement(.fileCompressed, ["command": .text(command), "format": .text(format)])
    }

    private static func archive(_ format: String) -> Statement { Statement(.fileArchive, ["format": .text(format)]) }

    /// How files begin that people take for chains, and that nobody sends in a request; what is sent as well, a
    /// `JSONMistake` tells.
    private static let marks: [(mark: [UInt8], says: Statement)] = [
        (Array("PK".utf8), archive("ZIP")),
        ([0x28, 0xB5, 0x2F, 0xFD], compressed(by: "zstd", "zstd -dc")),
        ([0xFD] + Array("7zXZ".utf8), compressed(by: "xz", "xz -dc")),
        (Array("BZh".utf8), compressed(by: "bzip2", "bzip2 -dc")),
        ([0x04, 0x22, 0x4D, 0x18], compressed(by: "lz4", "lz4 -dc")),
        (Gzip.mark, Statement(.fileCompressedTwice)),
        (Array("7z".utf8) + [0xBC, 0xAF], archive("7z")),
        (Array("Rar!".utf8), archive("RAR")),
        (Array("chain.json\0".utf8), archive("tar")),
        (Array("%PDF".utf8), .inPlaceOfChain(.fileDocument)),
        (Array("{\\rtf".utf8), .inPlaceOfChain(.fileDocument)),
        (Array("SQLite format 3".utf8), Statement(.fileDatabase)),
        (Array("HTTP/".utf8), Statement(.fileHead)),
        (Array("<".utf8), .inPlaceOfChain(.fileMarkup)),
        (Array("# HELP".utf8), .inPlaceOfChain(.fileMetrics)),
        (Array("event:".utf8), .inPlaceOfChain(.fileEvents)),
        (Array("data:".utf8), .inPlaceOfChain(.fileEvents)),
        (Array("retry:".utf8), .inPlaceOfChain(.fileEvents)),
        (Array(": ".utf8), .inPlaceOfChain(.fileEvents)),
        (Array("block,timestamp,".utf8), Statement(.filePayments)),
        (Array("block  ".utf8), Statement(.filePrintedTable)),
        (Array("curl: ".utf8), Statement(.fileCurlFailed)),
        (Array("% Total".utf8), Statement(.fileCurlTalk)),
        (Array("* ".utf8), Statement(.fileCurlTalk)),
        (Array("7b22".utf8), Statement(.fileHexadecimal)),
        (Array("\"{".utf8), Statement(.fileEncodedTwice)), (Array("\"[".utf8), Statement(.fileEncodedTwice)),
    ]

    // MARK: - Answers about something else

    private static func answer(_ contents: SavedContents) -> Statement? {
        let keys = Set(contents.keys)
        if let refusal = refusal(contents) { return Statement(.fileRefusal, ["refusal": refusal]) }
        if let found = answers.first(where: { keys.isSuperset(of: $0.keys) }) { return .inPlaceOfChain(found.code) }
        guard !contents.keys.isEmpty else { return .inPlaceOfChain(.fileNoBlocks) }
        let names = contents.keys.map { String($0.prefix(longestName)) }.joined(separator: ", ")
        return .inPlaceOfChain(.fileOtherKeys, ["keys": .text(names)])
    }

    /// What a node has said in place of a chain.
    private static func refusal(_ contents: SavedContents) -> Statement.Value? {
        guard contents.keys.contains("error"), let answer = try? JSONDocument(parsing: contents.start).root else {
            return nil
        }
        return Statement(answer).map(Statement.Value.statement) ?? answer["error"]?.string.map(Statement.Value.text)
    }

    /// How much is repeated of a key, or of a line.
    private static let longestName = 40

    /// Keys by which an answer is known, the rarest first.
    private static let answers: [(keys: Set<String>, code: Statement.Code)] = [
        (["openapi"], .fileDescription),
        (["total_nodes"], .filePeers), (["nodes"], .filePeers),
        (["peers", "message"], .fileResolution),
        (["identifier", "length"], .fileStatus),
        (["status", "node"], .fileHealth),
        (["headers"], .fileHeaders),
        (["accounts"], .fileAccounts), (["balance", "nonce"], .fileAccount),
        (["previous_target"], .fileWork), (["target", "id"], .fileWork),
        (["transactions", "total"], .fileTransactions),
        (["sender", "recipient"], .fileTransaction),
        (["previous_hash"], .filePartOfBlock),
        (["message"], .fileOtherAnswer),
    ]
}
