internal import CLibEvent

// libevent's evbuffer, which Swift sees as a bare OpaquePointer; internal to this target.
extension OpaquePointer {
    /// Appends a copy of `bytes` to the evbuffer.
    func append(_ bytes: [UInt8]) {
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
}
