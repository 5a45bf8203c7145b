internal import CLibEvent

// libevent's evbuffer, which Swift sees as a bare OpaquePointer; internal to this target.
extension OpaquePointer {
    /// Appends a copy of `bytes` to the evbuffer.
    func append(_ bytes: ArraySlice<UInt8>) {
        let result = unsafe bytes.withUnsafeBytes { unsafe evbuffer_add(self, $0.baseAddress, $0.count) }
        precondition(result == 0, "no memory for \(bytes.count) bytes of output")
    }

    /// Takes everything out of the evbuffer and puts it behind `bytes`.
    func moveAll(to bytes: inout [UInt8]) {
        let count = unsafe evbuffer_get_length(self)
        let old = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: count))
        unsafe bytes.withUnsafeMutableBytes { bytes in
            _ = unsafe evbuffer_remove(self, bytes.baseAddress?.advanced(by: old), count)
        }
    }

    /// Whether one of the last `count` bytes in the evbuffer is a NUL.
    func holdsNUL(inLast count: Int) -> Bool {
        var start = unsafe evbuffer_ptr()
        guard unsafe evbuffer_ptr_set(self, &start, evbuffer_get_length(self) - count, EVBUFFER_PTR_SET) == 0 else {
            return false
        }
        let found = unsafe evbuffer_search(self, "\0", 1, &start)
        return unsafe found.pos >= 0
    }
}
