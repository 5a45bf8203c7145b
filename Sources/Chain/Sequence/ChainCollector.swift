/// Makes chains of blocks that come one by one, checks them, and keeps the best valid one.
struct ChainCollector: Sendable {
    /// The file that blocks come from, counted from 0.
    var file = 0

    private let rules: Rules
    /// Of the chain that is being made; nil if there is none, or after its first fault.
    private var reader: ChainReader?
    /// In which file that began, and how many of its blocks were taken.
    private var began = 0
    private(set) var count = 0
    /// Which file its last block is from.
    private var continued = 0
    /// Blocks that the reader hasn't got yet, in the layout it reads.
    private var batch: [UInt8] = []
    /// Where each of those begins, there and in its file.
    private var places: [(batch: Int, text: Int)] = []
    private var fedBytes = 0

    /// The best chain so far, and in which file it began.
    private(set) var best: (chain: Blockchain, file: Int)?
    /// What was wrong first with the chains that began in each file.
    private(set) var faults: [Int: ChainError] = [:]

    /// Enough for the reader to validate blocks together.
    private static let batchBytes = 256 << 10

    init(rules: Rules) {
        self.rules = rules
    }

    /// Whether the blocks so far may go on.
    var hasBegun: Bool { count > 0 }

    /// The next block follows the last one, or else it begins another chain, as the first one does.
    mutating func begin(at index: Int?) {
        if hasBegun, let index, index > Block.firstIndex { return }
        finish()
        (reader, began) = (ChainReader(rules: rules), file)
    }

    /// Takes a block's text, which stands at an offset of its file.
    mutating func take(_ block: ArraySlice<UInt8>, at offset: Int) {
        continued = file
        guard reader != nil else {
            // A chain that is wrong may go on.
            count += 1
            return
        }
        batch += count == 0 ? Array(#"{"chain": ["#.utf8) : Array(", ".utf8)
        places.append((batch.count, offset))
        batch += block
        count += 1
        if batch.count >= Self.batchBytes { flush() }
    }

    /// Ends the chain that is being made.
    mutating func finish() {
        defer { (reader, count, fedBytes) = (nil, 0, 0) }
        flush()
        guard hasBegun, var reader else { return }
        do throws(ChainError) {
            try reader.read(Array("]}".utf8))
            let chain = try reader.finish()
            if best.map({ rules.prefers(chain, to: $0.chain) }) ?? true { best = (chain, began) }
        } catch {
            note(error)
        }
    }

    /// Gives up the chain that has blocks of this file, and notes what is wrong with the file.
    mutating func abandon(_ error: ChainError) {
        guard continued == file else { return finish() }
        (reader, count, fedBytes) = (nil, 0, 0)
        (batch, places) = ([], [])
        if faults[file] == nil { faults[file] = error }
    }

    private mutating func flush() {
        guard var reader = reader.take() else { return }
        do throws(ChainError) {
            try reader.read(batch)
            fedBytes += batch.count
            self.reader = reader
        } catch {
            note(error)
        }
        (batch, places) = ([], [])
    }

    private mutating func note(_ error: ChainError) {
        if faults[began] == nil { faults[began] = inFile(error) }
    }

    /// The error with the place in the file.
    private func inFile(_ error: ChainError) -> ChainError {
        guard case .notJSON(let json) = error, let place = places.last(where: { $0.batch <= json.offset - fedBytes })
        else { return error }
        let offset = place.text + json.offset - fedBytes - place.batch
        return .notJSON(JSONError(offset: offset, reason: json.reason))
    }
}
