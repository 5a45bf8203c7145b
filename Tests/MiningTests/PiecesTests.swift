import Testing

@testable import Mining

@Suite("The pieces of a search")
struct PiecesTests {
    @Test func `pieces follow each other without a gap`() throws {
        var next: UInt64 = 0
        for index in 0..<(Pieces.smallPieceCount + 100) {
            let proofs = try #require(Pieces.proofs(ofPiece: index))
            #expect(proofs.lowerBound == next)
            next = proofs.upperBound + 1
        }
    }

    @Test func `the last piece ends at the largest number and none follows`() throws {
        let smallPiecesEnd = Pieces.smallPieceCount * Pieces.smallPieceSize
        let largePieces = (UInt64.max - smallPiecesEnd) / Pieces.largePieceSize
        let last = try #require(Pieces.proofs(ofPiece: Pieces.smallPieceCount + largePieces))
        #expect(last.upperBound == .max)
        let before = try #require(Pieces.proofs(ofPiece: Pieces.smallPieceCount + largePieces - 1))
        #expect(before.upperBound + 1 == last.lowerBound)
        #expect(Pieces.proofs(ofPiece: Pieces.smallPieceCount + largePieces + 1) == nil)
        #expect(Pieces.proofs(ofPiece: .max) == nil)
    }
}
