internal import Chain
internal import GRDB
internal import Records
internal import Wording

/// Writes a directory's chain as a node answers `GET /chain`.
///
/// It reads one snapshot and changes nothing, so it can run beside a node. It holds one segment at a time.
public enum Export {
    /// The largest piece written at once, in bytes.
    public static let pieceBytes = 256 << 10

    /// How the blocks are written.
    public enum Layout: Sendable {
        /// `{"chain": [...], "length": N}` and a newline, as a node answers.
        case answer
        /// Each block on a line of its own.
        case lines
        /// Each transaction as a line of comma-separated values (RFC 4180), with a head.
        case payments
    }

    /// Writes blocks, in pieces.
    ///
    /// For a damaged chain it stops with an error instead of completing: each text must match its hash.
    ///
    /// - Parameters:
    ///   - first: the first block's height, from 1.
    ///   - limit: at most so many blocks.
    ///   - write: takes a piece, and returns whether it wants more.
    ///   - progress: called after each block, with the number written and the total.
    /// - Returns: whether everything was written.
    public static func run(
        directory: String, as layout: Layout = .answer, from first: Int = 1, limit: Int = .max,
        write: (ArraySlice<UInt8>) -> Bool, progress: (_ done: Int, _ total: Int) -> Void
    ) throws(OpenError) -> Bool {
        let snapshot = try Snapshot(directory: directory)
        return try snapshot.read { db in
            guard try Schema.migrator.hasCompletedMigrations(db) else { throw OpenError.older(path: snapshot.path) }
            let total = try db.blockCount()
            guard total > 0 else { throw Damage(path: snapshot.path, problem: .init(.keptNoBlocks)) }
            let count = min(limit, max(total - (first - 1), 0))
            var blocks = try BlockReader(above: first - 1, in: db)
            var pieces = PieceWriter()
            let frame = layout.frame(length: total)
            guard pieces.write(Array(frame.head.utf8), to: write) else { return false }
            for done in 0..<count {
                guard let block = try blocks.next() else { break }
                let height = first + done
                try block.check(height: height, path: snapshot.path)
                if done > 0, !pieces.write(Array(frame.separator.utf8), to: write) { return false }
                guard pieces.write(try layout.text(of: block, at: height), to: write) else { return false }
                progress(done + 1, count)
            }
            return pieces.write(Array((count > 0 ? frame.end : frame.endOfNone).utf8), to: write)
                && pieces.finish(write)
        }
    }
}

extension Export.Layout {
    /// What stands before the blocks, between them, and behind them.
    fileprivate func frame(length: Int) -> (head: String, separator: String, end: String, endOfNone: String) {
        switch self {
        case .answer:
            let end = "], \"length\": \(length)}\n"
            return (#"{"chain": ["#, ", ", end, end)
        case .lines: return ("", "\n", "\n", "")
        case .payments: return ("block,timestamp,sender,recipient,amount,id\r\n", "", "", "")
        }
    }

    fileprivate func text(of block: StoredBlock, at height: Int) throws -> [UInt8] {
        guard self == .payments else { return block.text }
        let value = try Block(keptText: block.text, height: height)
        let timestamp = value.timestampText.description
        let transactions = value.value(of: .transactions).elements.map(Array.init) ?? []
        return transactions.flatMap { transaction in
            let fields = ["sender", "recipient", "amount", "id"].map { Self.field(transaction[$0]) }
            return Array("\(([String(height), timestamp] + fields).joined(separator: ","))\r\n".utf8)
        }
    }

    /// A string as it is, anything else as JSON, in quotes if need be.
    private static func field(_ value: JSONValue?) -> String {
        guard let value else { return "" }
        let text = value.string ?? value.canonicalText.description
        guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return text }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }
}

extension StoredBlock {
    fileprivate func check(height: Int, path: String) throws(Damage) {
        guard height == self.height else {
            throw Damage(path: path, problem: .init(.keptBlockMissing, ["height": .number(height)]))
        }
        guard BlockHash(of: CanonicalText(uncheckedBytes: text)) == hash else {
            throw Damage(path: path, problem: .init(.keptWrongHash, ["height": .number(height)]))
        }
    }
}

/// Cuts the output into pieces of equal length.
private struct PieceWriter {
    private var piece: [UInt8] = []

    /// Takes bytes, and writes what is full. Returns whether more is wanted.
    mutating func write(_ bytes: [UInt8], to sink: (ArraySlice<UInt8>) -> Bool) -> Bool {
        var rest = bytes[...]
        while piece.count + rest.count >= Export.pieceBytes {
            let part = rest.prefix(Export.pieceBytes - piece.count)
            piece += part
            rest = rest.dropFirst(part.count)
            guard finish(sink) else { return false }
        }
        piece += rest
        return true
    }

    /// Writes the rest.
    mutating func finish(_ sink: (ArraySlice<UInt8>) -> Bool) -> Bool {
        defer { piece.removeAll(keepingCapacity: true) }
        return piece.isEmpty || sink(piece[...])
    }
}
