internal import CZlib

/// Files as gzip makes them (RFC 1952), by zlib.
public enum Gzip {
    /// How each of them begins.
    public static let mark: [UInt8] = [0x1F, 0x8B]

    /// The most bytes that are compressed at once: they and the result are held whole.
    public static let maximumBytes = 16 << 20

    /// The bytes as a file, as small as zlib makes it. It has neither name nor time, so equal bytes make equal files.
    ///
    /// Throws ``GzipError/tooLong(maximumBytes:)`` for more than ``maximumBytes``, and ``GzipError/noMemory``.
    ///
    /// - Complexity: O(n), some 50 ns a byte.
    public static func compressed(_ bytes: [UInt8]) throws(GzipError) -> [UInt8] {
        guard bytes.count <= maximumBytes else { throw .tooLong(maximumBytes: maximumBytes) }
        let stream = try unsafe ZStream(begin: czlib_begin_gzip, end: deflateEnd)
        let room = unsafe Int(deflateBound(stream.pointer, uLong(bytes.count)))
        let step = unsafe stream.step(bytes[...], room: room) { unsafe deflate($0, Z_FINISH) }
        precondition(step.status == Z_STREAM_END, "zlib has room for all that can become of the bytes")
        return step.output
    }
}

/// Why something was not compressed or decompressed.
public enum GzipError: Error, Hashable, Sendable {
    /// There is no memory for it: some 270 KB to compress, and 40 KB to decompress.
    case noMemory
    /// There are more bytes than are taken or given.
    case tooLong(maximumBytes: Int)
    /// The file ends in the middle.
    case cutOff
    /// The file is not what was compressed: its sums are wrong, or it is no gzip from some place on.
    case damaged
}
