extension Blockchain {
    /// How many bytes of blocks are looked at for ``workOnTop(of:)``: seven thousand empty blocks, some hundredths of a
    /// second's work.
    private static let maximumCountedBytes = 4 << 20

    /// How many guesses the blocks on top of a height took on average; nil under other rules than a ledger's.
    ///
    /// Where more are on top than can be looked at, it is the work of as many, and so the least that there is. Takes
    /// time linear in ``workBytes(onTopOf:)``.
    public func workOnTop(of height: Int) -> UInt256? {
        guard ledger != nil, (1...length).contains(height) else { return nil }
        return blocks.range(height..<length, holding: Self.maximumCountedBytes).reduce(.zero) { work, position in
            work.adding(sealedHeader(at: position + 1).header.target.expectedGuesses)
        }
    }

    /// How much of the chain's text is read for ``workOnTop(of:)``, in bytes.
    public func workBytes(onTopOf height: Int) -> Int {
        guard ledger != nil, (1...length).contains(height) else { return 0 }
        return min(blocks.textLength(from: height), Self.maximumCountedBytes)
    }
}
