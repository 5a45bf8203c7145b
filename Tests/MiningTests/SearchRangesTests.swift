import Testing

@testable import Mining

@Suite("The ranges of a search")
struct PiecesTests {
    @Test func `ranges follow each other without a gap`() throws {
        var next: UInt64 = 0
        for index in 0..<(SearchRanges.smallRangeCount + 100) {
            let proofs = try #require(SearchRanges.proofs(ofRange: index))
            #expect(proofs.lowerBound == next)
            next = proofs.upperBound + 1
        }
    }

    @Test func `the last range ends at the largest number and none follows`() throws {
        let smallRangesEnd = SearchRanges.smallRangeCount * SearchRanges.smallRangeSize
        let largeRanges = (UInt64.max - smallRangesEnd) / SearchRanges.largeRangeSize
        let last = try #require(SearchRanges.proofs(ofRange: SearchRanges.smallRangeCount + largeRanges))
        #expect(last.upperBound == .max)
        let before = try #require(SearchRanges.proofs(ofRange: SearchRanges.smallRangeCount + largeRanges - 1))
        #expect(before.upperBound + 1 == last.lowerBound)
        #expect(SearchRanges.proofs(ofRange: SearchRanges.smallRangeCount + largeRanges + 1) == nil)
        #expect(SearchRanges.proofs(ofRange: .max) == nil)
    }
}
