internal import Chain
internal import GRDB
internal import Records

/// Writes a directory's chain as a node answers `GET /chain`.
///
/// It reads one snapshot and changes nothing, so it can run beside a node. It holds one segment at a time.
public enum Export {
    /// The largest piece written at once, in bytes.
    public static let pieceBytes = 256 << 10

    /// Writes `{"chain": [...], "length": N}` and a newline, in pieces.
    ///
    /// For a damaged chain it stops with an error instead of completing: each text must match its hash.
    ///
    /// - Parameters:
    ///   - write: takes a piece, and returns whether it wants more.
    ///   - progress: called after each block, with the number written and the total.
    /// - Returns: whether everything was written.
    public static func run(
        directory: String, write: (ArraySlice<UInt8>) -> Bool, progress: (_ done: Int, _ total: Int) -> Void
    ) throws(OpenError) -> Bool {
        let snapshot = try Snapshot(directory: directory)
        return try snapshot.read { db in
            guard try Schema.migrator.hasCompletedMigrations(db) else { throw OpenError.older(path: snapshot.path) }
            let total = try db.blockCount()
            var blocks = try BlockReader(in: db)
            var pieces = PieceWriter()
            var height = 0
            guard pieces.write(Array(#"{"chain": ["#.utf8), to: write) else { return false }
            while let block = try blocks.next() {
                height += 1
                try block.check(height: height, path: snapshot.path)
                if height > 1, !pieces.write(Array(", ".utf8), to: write) { return false }
                guard pieces.write(block.text, to: write) else { return false }
                progress(height, total)
            }
            guard height > 0 else { throw Damage(path: snapshot.path, finding: "it has no blocks") }
            return pieces.write(Array("], \"length\": \(total)}\n".utf8), to: write) && pieces.finish(write)
        }
    }
}

extension StoredBlock {
    fileprivate func check(height: Int, path: String) throws(Damage) {
        guard height == self.height else {
            throw Damage(path: path, finding: "block \(height) is missing")
        }
        guard BlockHash(of: CanonicalText(uncheckedBytes: text)) == hash else {
            throw Damage(path: path, finding: "block \(height) is kept under a hash that is not its text's")
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
