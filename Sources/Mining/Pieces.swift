/// How the proofs 0, 1, 2, ... are cut into pieces that threads take one after the other.
///
/// A piece is small enough that finishing those below a hit takes little time, and large enough that taking one
/// costs nothing next to searching it.
enum Pieces {
    /// The first pieces have a segment of the kernels each: at 4 zeros a proof is expected after 65,536 guesses.
    static let smallPieceSize: UInt64 = 10_000
    static let smallPieceCount: UInt64 = 30
    /// 2 to 40 milliseconds in a release build.
    static let largePieceSize: UInt64 = 100_000

    /// With this piece all threads begin; before it one thread is alone, and a short search wakes no other.
    ///
    /// An easy search is over sooner than the others could help: 100,000 guesses find 78 in 100 proofs at 4 zeros.
    static let firstSharedPiece: UInt64 = 10

    /// The proofs of a piece, or nil past the last one.
    static func proofs(ofPiece index: UInt64) -> ClosedRange<UInt64>? {
        if index < smallPieceCount {
            let first = index * smallPieceSize
            return first...(first + smallPieceSize - 1)
        }
        let smallPiecesEnd = smallPieceCount * smallPieceSize
        let (offset, overflow) = (index - smallPieceCount).multipliedReportingOverflow(by: largePieceSize)
        guard !overflow, offset <= UInt64.max - smallPiecesEnd else { return nil }
        let first = smallPiecesEnd + offset
        return first...(first + min(largePieceSize - 1, UInt64.max - first))
    }
}
