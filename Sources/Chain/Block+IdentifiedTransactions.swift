extension Block {
    /// What every transaction with an `id` has in its text, since a quote inside of a string is escaped.
    private static let mark = Array(#""id": ""#.utf8)

    /// The transactions that are payments with an `id`, in order. Takes time linear in the text, and parses it only
    /// where one may be.
    public var identifiedTransactions: [Transaction] {
        guard text.bytes.contains(Self.mark), let elements = value(of: .transactions).elements else { return [] }
        return elements.compactMap { Transaction(identified: $0) }
    }
}

extension [UInt8] {
    /// Whether some bytes are in it, one behind the other.
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
