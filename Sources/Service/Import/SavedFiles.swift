internal import Chain
internal import Compression
internal import Wording

/// Files that were read for their chains.
struct SavedFiles {
    /// The best valid chain.
    let best: Blockchain
    /// The file in which that began, if there are several.
    let source: String?
    /// A sentence for each file in which something is wrong.
    let refused: [Statement]

    /// Reads all of them. Throws if no chain is valid, or if the only file can't be read.
    init(_ sources: [ImportSource], rules: Rules) throws(ImportError) {
        var reader = SavedChainReader(rules: rules)
        var unread: [Int: ImportError] = [:]
        for (position, source) in sources.enumerated() {
            reader.beginFile()
            do throws(ImportError) {
                var pieces = try Pieces(of: source)
                while reader.wantsMore, case let piece = try pieces.next(), !piece.isEmpty { reader.read(piece) }
            } catch {
                guard sources.count > 1 else { throw error }
                unread[position] = error
            }
            reader.endFile()
        }
        let found = reader.finish()
        let refusals = sources.indices.compactMap { position in
            (unread[position] ?? found.faults[position].map { .refused($0, rules) }).map { (position, $0) }
        }
        let sentences = refusals.map { position, error in
            Statement(
                .importOfFile, ["file": .text(sources[position].name), "problem": .statement(error.statement)])
        }
        guard let best = found.best else {
            guard sources.count > 1 else { throw refusals.first?.1 ?? .refused(SavedFault(), rules) }
            throw .noneIsValid(sentences)
        }
        self.best = best.chain
        source = sources.count > 1 ? sources[best.file].name : nil
        refused = sentences
    }
}

/// What a source gives, decompressed if need be.
private struct Pieces: ~Copyable {
    /// The most bytes that a compressed file may become: as many as a file may have in UTF-32, in which a character of
    /// one byte has four.
    private static let maximumBytes = 4 * SavedChainReader.maximumBytes

    private let read: () throws(ImportError) -> [UInt8]
    private var first: [UInt8]
    private var gunzip: Gunzip?

    init(of source: ImportSource) throws(ImportError) {
        read = source.read
        first = []
        while first.count < Gzip.mark.count, case let piece = try read(), !piece.isEmpty { first += piece }
        guard first.starts(with: Gzip.mark) else { return }
        do throws(GzipError) {
            gunzip = try Gunzip(maximumBytes: Self.maximumBytes)
        } catch {
            throw ImportError(error)
        }
    }

    /// The next piece; empty at the end.
    mutating func next() throws(ImportError) -> [UInt8] {
        guard gunzip != nil else { return try nextRead() }
        while true {
            do throws(GzipError) {
                if let piece = try gunzip?.next(), !piece.isEmpty { return piece }
            } catch {
                throw ImportError(error)
            }
            let more = try nextRead()
            guard !more.isEmpty else { break }
            gunzip?.take(more)
        }
        do throws(GzipError) {
            try gunzip?.finish()
        } catch {
            throw ImportError(error)
        }
        return []
    }

    private mutating func nextRead() throws(ImportError) -> [UInt8] {
        guard first.isEmpty else {
            defer { first = [] }
            return first
        }
        return try read()
    }
}

extension ImportError {
    fileprivate init(_ error: GzipError) {
        let sentence =
            switch error {
            case .noMemory: Statement(.gzipNoMemory)
            case .tooLong(let bytes): Statement(.gzipTooLong, ["limit": .number(bytes)])
            case .cutOff: Statement(.gzipCutOff)
            case .damaged: Statement(.gzipDamaged)
            }
        self = .unread(sentence)
    }
}
