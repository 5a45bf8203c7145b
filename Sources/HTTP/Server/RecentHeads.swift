internal import Glibc

/// Heads of requests that were read lately, byte by byte, with what they say.
///
/// Most clients send the same head again and again, and comparing it costs a tenth of reading it. What a head says
/// depends on its bytes alone, so it doesn't matter whose it was.
struct RecentHeads {
    /// Heads that are kept: a few kinds of clients ask at a time. Each one is compared until it differs.
    static let places = 8

    /// The longest head that is kept, in bytes: curl's, Python's and browsers' are shorter.
    static let longestHead = 1024

    private var entries: [(bytes: [UInt8], head: RequestHead)] = []

    /// The place of the next one, once all are taken.
    private var next = 0

    /// What the head at the beginning of `input` says, if it was read lately; it is taken off `input`.
    func take(from input: inout ArraySlice<UInt8>) -> RequestHead? {
        for entry in entries where input.begins(with: entry.bytes) {
            input = input.dropFirst(entry.bytes.count)
            return entry.head
        }
        return nil
    }

    /// Keeps a head that was read from these bytes, in place of the one that came first.
    mutating func keep(_ bytes: ArraySlice<UInt8>, _ head: RequestHead) {
        guard bytes.count <= Self.longestHead else { return }
        if entries.count < Self.places {
            entries.append((Array(bytes), head))
        } else {
            entries[next].bytes.removeAll(keepingCapacity: true)
            entries[next].bytes += bytes
            entries[next].head = head
            next = (next + 1) % Self.places
        }
    }
}

extension ArraySlice<UInt8> {
    fileprivate func begins(with bytes: [UInt8]) -> Bool {
        guard count >= bytes.count else { return false }
        return unsafe withUnsafeBytes { own in
            unsafe bytes.withUnsafeBytes { other in
                guard let one = own.baseAddress, let two = other.baseAddress else { return bytes.isEmpty }
                return unsafe memcmp(one, two, other.count) == 0
            }
        }
    }
}
