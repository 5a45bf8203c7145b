internal import Wording

/// Reads a connection's requests strictly, before libevent does, and writes down for libevent what it may see.
///
/// libevent 2.1 reads leniently. Where it and a proxy before it disagree on where a request ends or whom it is for, one
/// request can be smuggled inside another (RFC 9112, section 11.2). So libevent gets heads and chunks that are written
/// here, in the one form that nobody reads differently, and of the client's bytes only the body.
struct RequestReader {
    private enum Stage {
        case head
        /// So many bytes of the body are still to come; libevent gets them as they are.
        case body(Int)
        case chunks(ChunkReader)
        /// The request is whole. What follows is the next one's, and is read after the answer.
        case whole
        case refused
    }

    private var stage = Stage.head
    private var reader = RequestHeadReader()

    /// The head of the request that is arriving or being answered.
    private(set) var head: RequestHead?

    /// Whether part of a request has arrived.
    var hasBegun: Bool { head != nil || reader.hasBegun }

    /// Whether nothing more is read until the answer.
    var isWhole: Bool { if case .whole = stage { true } else { false } }

    /// Whether what arrives is to be read.
    var isReadable: Bool {
        switch stage {
        case .head, .chunks: true
        case .body, .whole, .refused: false
        }
    }

    /// Whether nothing more is read at all.
    var isRefused: Bool { if case .refused = stage { true } else { false } }

    /// Whether what arrives next is for libevent as it is.
    var isInPlainBody: Bool { if case .body = stage { true } else { false } }

    /// Takes from `input` what belongs to the request that is arriving, except a plain body, and appends to `output`
    /// what libevent is to read in its place.
    ///
    /// - Parameters:
    ///   - recent: the heads that were read last on all connections.
    ///   - maximumBody: how many bytes the body of a request with this head may have.
    mutating func read(
        _ input: inout ArraySlice<UInt8>, to output: inout [UInt8], limits: ServerLimits, recent: inout RecentHeads,
        maximumBody: (RequestHead) -> Int
    ) throws(Refusal) {
        do throws(Refusal) {
            if case .head = stage {
                guard let head = try reader.next(in: &input, limits: limits, recent: &recent) else { return }
                try begin(head, maximumBody, &output)
            }
            if case .chunks(var chunks) = stage {
                // Otherwise two would own its buffer.
                stage = .refused
                try RequestReader.read(&chunks, &input, &output)
                stage = chunks.isAtEnd ? .whole : .chunks(chunks)
            }
        } catch {
            stage = .refused
            throw error
        }
    }

    /// So many bytes have arrived for libevent. Those that follow a plain body wait for their turn.
    mutating func passBody(_ count: Int) {
        guard case .body(let remaining) = stage else { return }
        stage = count < remaining ? .body(remaining - count) : .whole
    }

    /// The request has been answered: the next one may be read.
    mutating func goOn() {
        if isWhole { (stage, head) = (.head, nil) }
    }

    /// Nothing more is read: the connection ends with the answer.
    mutating func stop() {
        stage = .refused
    }

    /// How many bytes are kept for the request that is arriving, here or, of chunks, in libevent.
    var heldBytes: Int {
        let headBytes = reader.heldBytes + (head?.headers.heldBytes ?? 0)
        return if case .chunks(let chunks) = stage { headBytes + chunks.heldBytes } else { headBytes }
    }

    /// Whether the request that is arriving is a HEAD.
    var isHead: Bool { reader.isHead || head?.method == .head }

    private mutating func begin(
        _ head: RequestHead, _ maximumBody: (RequestHead) -> Int, _ output: inout [UInt8]
    ) throws(Refusal) {
        self.head = head
        switch head.framing {
        case .length(0): stage = .whole
        case .length(let count):
            let maximum = maximumBody(head)
            guard count <= maximum else { throw RequestReader.bodyTooLong(maximum) }
            stage = .body(count)
        case .chunked: stage = .chunks(ChunkReader(maximumBytes: maximumBody(head)))
        }
        output += head.forLibevent
    }

    private static func read(
        _ chunks: inout ChunkReader, _ input: inout ArraySlice<UInt8>, _ output: inout [UInt8]
    ) throws(Refusal) {
        do throws(ChunkReader.Fault) {
            try chunks.rewrite(&input, to: &output)
        } catch {
            throw refusal(of: error, chunks.maximumBytes)
        }
    }

    private static func bodyTooLong(_ maximum: Int) -> Refusal {
        Refusal(.bodyTooLong, ["limit": .number(maximum)], status: .contentTooLarge)
    }

    private static func refusal(of fault: ChunkReader.Fault, _ maximum: Int) -> Refusal {
        switch fault {
        case .lineEnd: Refusal(.chunkLineEnd)
        case .size: Refusal(.chunkSizeMalformed)
        case .extension: Refusal(.chunkExtensionMalformed)
        case .dataEnd: Refusal(.chunkDataEnd)
        case .trailer: Refusal(.chunkTrailerMalformed)
        case .overhead: Refusal(.chunkOverhead, ["limit": .number(ChunkReader.overheadBytes)])
        case .tooLong: bodyTooLong(maximum)
        }
    }
}
