internal import CZlib

/// A stream of zlib's: its only owner, which ends it. It stays in one place, as zlib keeps a pointer to it.
@safe struct ZStream: ~Copyable {
    /// For zlib's other functions, while this lives.
    let pointer: UnsafeMutablePointer<z_stream>
    private let end: (UnsafeMutablePointer<z_stream>) -> Int32

    /// - Parameters:
    ///   - begin: zlib's function that begins such a stream. With the shim's arguments only memory can be lacking.
    ///   - end: the one that ends it.
    init(
        begin: (UnsafeMutablePointer<z_stream>) -> Int32, end: @escaping (UnsafeMutablePointer<z_stream>) -> Int32
    ) throws(GzipError) {
        let pointer = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe pointer.initialize(to: z_stream())
        guard unsafe begin(pointer) == Z_OK else {
            unsafe pointer.deallocate()
            throw .noMemory
        }
        unsafe (self.pointer, self.end) = (pointer, end)
    }

    deinit {
        _ = unsafe end(pointer)
        unsafe pointer.deallocate()
    }

    /// Has zlib take of the input and fill the room, and tells what it said, how much it took, and what it gave.
    ///
    /// - Parameter work: `deflate` or `inflate`.
    func step(
        _ input: ArraySlice<UInt8>, room: Int, work: (UnsafeMutablePointer<z_stream>) -> Int32
    ) -> (status: Int32, taken: Int, output: [UInt8]) {
        var (status, taken) = (Z_OK, 0)
        let output = unsafe [UInt8](unsafeUninitializedCapacity: room) { free, count in
            unsafe input.withUnsafeBufferPointer { bytes in
                unsafe (pointer.pointee.next_in, pointer.pointee.avail_in) = (bytes.baseAddress, uInt(bytes.count))
                unsafe (pointer.pointee.next_out, pointer.pointee.avail_out) = (free.baseAddress, uInt(room))
                status = unsafe work(pointer)
                taken = unsafe bytes.count - Int(pointer.pointee.avail_in)
                count = unsafe room - Int(pointer.pointee.avail_out)
            }
        }
        return (status, taken, output)
    }
}
