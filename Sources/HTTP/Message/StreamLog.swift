internal import Synchronization

/// Text for many streams, kept once for all of them: each stream only has a place in it.
///
/// Things are appended by number. What is appended gathers in one piece until the server flushes it, so that all
/// streams send the same bytes. Beyond a limit the oldest piece is dropped; a stream that had it before itself is told
/// how many things it has missed. All streams belong to one server, and to its loop.
public final class StreamLog: Sendable {
    /// How far a stream has come.
    struct Place {
        /// The piece that it takes next.
        fileprivate var piece: Int

        /// The number of the first thing that it has not been sent.
        fileprivate var number: Int
    }

    private struct Piece {
        var bytes: [UInt8] = []

        /// The number of the first thing in it.
        let number: Int
    }

    private struct State {
        /// Those that streams may have taken.
        var pieces: [Piece] = []

        /// How many were dropped before them.
        var dropped = 0

        /// What has been appended since.
        var open = Piece(number: 1)

        /// The number of the last thing.
        var last = 0

        /// How many bytes there are in all.
        var bytes = 0

        /// How many have been appended since the last flush, and whether the server has been told.
        var gatheredBytes = 0
        var isAwake = false

        /// The streams' ways to tell the server that there is something to send.
        var wakes: [ObjectIdentifier: @Sendable () -> Void] = [:]

        /// The way to tell the server, unless it knows or nobody is there.
        mutating func wake() -> (@Sendable () -> Void)? {
            guard !isAwake, gatheredBytes > 0, let wake = wakes.values.first else { return nil }
            isAwake = true
            return wake
        }

        /// Closes the open piece.
        mutating func seal() {
            if open.bytes.isEmpty { return }
            pieces.append(open)
            open = Piece(number: last + 1)
        }

        var end: Place { Place(piece: dropped + pieces.count, number: last + 1) }
    }

    /// Pieces are closed at this size: a client that stalls keeps one, also when it was dropped here.
    private static let pieceBytes = 64 * 1024

    private let state = Mutex(State())
    private let maximumBytes: Int
    private let gap: @Sendable (_ count: Int, _ number: Int) -> [UInt8]

    /// Makes an empty log.
    ///
    /// - Parameters:
    ///   - maximumBytes: how much is kept for streams that are behind.
    ///   - gap: tells a stream how many things it has missed, and the number of the next.
    public init(maximumBytes: Int, gap: @escaping @Sendable (_ count: Int, _ number: Int) -> [UInt8]) {
        self.maximumBytes = maximumBytes
        self.gap = gap
    }

    /// How many bytes have been appended since the server last sent any.
    public var gatheredBytes: Int { state.withLock { $0.gatheredBytes } }

    /// Adds text: of the things since the last text up to this one, or of none, if that is the last number again.
    public func append(_ text: [UInt8], upTo number: Int) {
        let wake = state.withLock { state -> (@Sendable () -> Void)? in
            precondition(number >= state.last, "things come in the order of their numbers")
            // If nobody takes them, they have to become some that are dropped.
            if state.open.bytes.count + text.count > min(maximumBytes, Self.pieceBytes) { state.seal() }
            state.open.bytes += text
            state.last = number
            state.bytes += text.count
            state.gatheredBytes += text.count
            var count = 0
            while state.bytes > maximumBytes, count < state.pieces.count {
                state.bytes -= state.pieces[count].bytes.count
                count += 1
            }
            state.pieces.removeFirst(count)
            state.dropped += count
            return state.wake()
        }
        wake?()
    }

    // MARK: - A stream's side

    /// Where what is appended from now on begins.
    func end() -> Place {
        state.withLock { state in
            state.seal()
            return state.end
        }
    }

    /// Lets streams take what has gathered.
    func flush() {
        state.withLock { state in
            state.seal()
            (state.gatheredBytes, state.isAwake) = (0, false)
        }
    }

    /// Whether there is anything to take behind a place, or up to another.
    func hasMore(after place: Place, upTo end: Place? = nil) -> Bool {
        state.withLock { place.piece < (end ?? $0.end).piece }
    }

    /// What comes next at a place, which moves behind it; nil at the end.
    func next(at place: inout Place, upTo end: Place? = nil) -> ArraySlice<UInt8>? {
        state.withLock { state in
            guard place.piece < (end ?? state.end).piece else { return nil }
            if place.piece < state.dropped {
                if let end, end.piece <= state.dropped {
                    let count = end.number - place.number
                    place = end
                    return count > 0 ? gap(count, end.number)[...] : nil
                }
                let next = state.pieces.first ?? state.open
                let count = next.number - place.number
                place = Place(piece: state.dropped, number: next.number)
                if count > 0 { return gap(count, next.number)[...] }
            }
            let position = place.piece - state.dropped
            guard position < state.pieces.count else { return nil }
            place = Place(
                piece: place.piece + 1,
                number: (position + 1 < state.pieces.count ? state.pieces[position + 1] : state.open).number)
            return state.pieces[position].bytes[...]
        }
    }

    /// A stream wants to be woken when there is something to send.
    func attach(_ stream: ResponseStream, _ wake: @escaping @Sendable () -> Void) {
        let wake = state.withLock { state in
            state.wakes[ObjectIdentifier(stream)] = wake
            return state.wake()
        }
        wake?()
    }

    /// A stream has closed.
    func detach(_ stream: ResponseStream) {
        state.withLock { state in
            state.wakes[ObjectIdentifier(stream)] = nil
            // Nobody is left to flush.
            if state.wakes.isEmpty { state.isAwake = false }
        }
    }
}
