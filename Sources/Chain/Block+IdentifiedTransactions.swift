extension Block {
    /// Occurs in the text of every transaction with an `id`; within a string the quotes would be escaped.
    private static let mark = Array(#""id": ""#.utf8)

    /// The transactions that are payments with an `id`, in order. Takes time linear in the text, and parses it only if
    /// it may contain one.
    public var identifiedTransactions: [Transaction] {
        guard text.bytes.contains(Self.mark), let elements = value(of: .transactions).elements else { return [] }
        return elements.compactMap { Transaction(identified: $0) }
    }
}

extension [UInt8] {
    /// Whether it contains these bytes, contiguously.
    fileprivate func contains(_ mark: [UInt8]) -> Bool {
        withUnsafeBufferPointer { bytes in
            guard bytes.count >= mark.count else { return false }
            let last = bytes.count - mark.count
            var start = 0
            while start <= last {
                if bytes[start] == mark[0], bytes[start + 1] == mark[1],
                    bytes[start..<start + mark.count].elementsEqual(mark)
                {
                    return true
                }
                start += 1
            }
            return false
        }
    }
}
