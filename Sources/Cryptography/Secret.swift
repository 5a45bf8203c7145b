internal import CSodium

/// Bytes that nobody else should see. They are wiped from memory when the last user lets go of them.
///
/// What Swift copies elsewhere, say to grow an array, is beyond it.
public final class Secret {
    private var bytes: [UInt8]

    /// How many bytes there are.
    public var count: Int { bytes.count }

    /// Takes the bytes over, and wipes what held them.
    public init(wiping source: inout [UInt8]) {
        // A copy: the array may share its memory.
        bytes = source.map { $0 }
        source.wipe()
    }

    /// Random bytes, from the system.
    ///
    /// - Parameter ed25519: shows that libsodium is ready.
    public init(randomBytes count: Int, _ ed25519: Ed25519) {
        bytes = .random(count)
    }

    deinit {
        bytes.wipe()
    }

    /// Lends the bytes, which must not be kept.
    public func withBytes<Value, Failure>(_ body: ([UInt8]) throws(Failure) -> Value) throws(Failure) -> Value {
        try body(bytes)
    }

    /// Whether two secrets are the same. The time that it takes says only how long they are.
    public func equals(_ other: Secret) -> Bool {
        guard count == other.count else { return false }
        return unsafe sodium_memcmp(bytes, other.bytes, count) == 0
    }
}

extension [UInt8] {
    /// Overwrites the bytes with zeros, which the compiler does not leave out, and removes them.
    public mutating func wipe() {
        unsafe withUnsafeMutableBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            unsafe sodium_memzero(start, bytes.count)
        }
        removeAll()
    }

    /// Bytes that nobody can guess. libsodium has to be ready.
    static func random(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        unsafe bytes.withUnsafeMutableBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            unsafe randombytes_buf(start, bytes.count)
        }
        return bytes
    }
}
