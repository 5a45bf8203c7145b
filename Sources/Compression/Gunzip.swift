internal import CZlib

/// Decompresses what gzip made, also several files one behind the other, as it arrives.
///
/// It holds zlib's window of 32 KiB, what it was given last, and a piece that it gives, however much becomes of it: a
/// file can be a thousand times as long as what it was compressed to.
public struct Gunzip: ~Copyable {
    /// The most bytes that are given at once.
    public static let pieceBytes = 256 << 10

    private let maximumBytes: Int
    private let stream: ZStream
    private var input: ArraySlice<UInt8> = []
    /// Whether the last piece was full, so that zlib may have more.
    private var hasMore = false
    private var isInFile = false
    private var givenBytes = 0

    /// Takes the most bytes that it gives in all: more is an error.
    public init(maximumBytes: Int) throws(GzipError) {
        stream = try unsafe ZStream(begin: czlib_begin_gunzip, end: inflateEnd)
        self.maximumBytes = maximumBytes
    }

    /// Takes the next compressed bytes, when ``next()`` has given all there was.
    public mutating func take(_ bytes: [UInt8]) {
        precondition(input.isEmpty && !hasMore, "all earlier bytes have to be decompressed first")
        input = bytes[...]
    }

    /// The next decompressed bytes, at most ``pieceBytes``; none if it has to take more first.
    ///
    /// After an error there is nothing more to ask for.
    public mutating func next() throws(GzipError) -> [UInt8] {
        while !input.isEmpty || hasMore {
            let piece = try step()
            if !piece.isEmpty { return piece }
        }
        return []
    }

    /// Declares that nothing follows, when ``next()`` has given all there was.
    public func finish() throws(GzipError) {
        guard !isInFile else { throw .cutOff }
    }

    private mutating func step() throws(GzipError) -> [UInt8] {
        isInFile = true
        let step = unsafe stream.step(input, room: Self.pieceBytes) { unsafe inflate($0, Z_NO_FLUSH) }
        input = input.dropFirst(step.taken)
        hasMore = step.output.count == Self.pieceBytes
        switch step.status {
        case Z_STREAM_END:
            // What is behind it begins another file.
            guard unsafe inflateReset(stream.pointer) == Z_OK else { throw .damaged }
            (isInFile, hasMore) = (false, false)
        // The latter says that there was nothing to do.
        case Z_OK, Z_BUF_ERROR: break
        case Z_MEM_ERROR: throw .noMemory
        default: throw .damaged
        }
        givenBytes += step.output.count
        guard givenBytes <= maximumBytes else { throw .tooLong(maximumBytes: maximumBytes) }
        return step.output
    }
}
