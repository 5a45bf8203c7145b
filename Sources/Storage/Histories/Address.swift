internal import Glibc

/// Somebody who is named in a chain, as UTF-8: told apart and sorted byte by byte, as the database does it.
struct Address: Hashable, Comparable {
    /// Often a part of the text of the block that names them, all of which stays in memory with it.
    let bytes: ArraySlice<UInt8>

    /// With its bytes in memory of their own.
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

    /// Below 0, 0 or above 0, by what both have.
    private static func order(_ left: Address, _ right: Address) -> CInt {
        left.bytes.withUnsafeBytes { left in
            right.bytes.withUnsafeBytes { right in
                guard let first = left.baseAddress, let second = right.baseAddress else { return 0 }
                return memcmp(first, second, min(left.count, right.count))
            }
        }
    }
}
