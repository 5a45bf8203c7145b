internal import Glibc

/// A name in a chain, as UTF-8; compared and sorted byte by byte, as in the database.
struct Address: Hashable, Comparable {
    /// Often a slice of the block's text, which keeps the whole text in memory.
    let bytes: ArraySlice<UInt8>

    /// A copy with its own memory.
    var detached: Address { Address(bytes: Array(bytes)[...]) }

    func hash(into hasher: inout Hasher) {
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }

    static func == (left: Address, right: Address) -> Bool {
        left.bytes.count == right.bytes.count && order(left, right) == 0
    }

    static func < (left: Address, right: Address) -> Bool {
        let order = order(left, right)
        return order == 0 ? left.bytes.count < right.bytes.count : order < 0
    }

    /// Below 0, 0 or above 0, comparing the common length.
    private static func order(_ left: Address, _ right: Address) -> CInt {
        left.bytes.withUnsafeBytes { left in
            right.bytes.withUnsafeBytes { right in
                guard let first = left.baseAddress, let second = right.baseAddress else { return 0 }
                return memcmp(first, second, min(left.count, right.count))
            }
        }
    }
}
