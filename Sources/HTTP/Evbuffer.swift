internal import CLibEvent
internal import Glibc

// libevent's evbuffer, which Swift imports as a bare OpaquePointer; internal to this target.
extension OpaquePointer {
    /// Appends a copy of `bytes` to the evbuffer.
    func append(_ bytes: ArraySlice<UInt8>) {
        let result = unsafe bytes.withUnsafeBytes { unsafe evbuffer_add(self, $0.baseAddress, $0.count) }
        precondition(result == 0, "no memory for \(bytes.count) bytes of output")
    }

    /// Makes the evbuffer refer to the bytes of `held`, which it keeps alive until they are drained.
    func append(referenceTo held: HeldBytes) {
        let owner = unsafe Unmanaged.passRetained(held)
        // The elements of an array are in one object that never moves, and nothing can write to this one.
        let result = unsafe held.bytes.withUnsafeBytes { bytes in
            unsafe evbuffer_add_reference(
                self, bytes.baseAddress, bytes.count,
                { _, _, owner in
                    if let owner = unsafe owner { unsafe Unmanaged<HeldBytes>.fromOpaque(owner).release() }
                }, owner.toOpaque())
        }
        precondition(result == 0, "no memory for a reference")
    }

    /// Calls `callback` with `context` after each change of the evbuffer, as long as it exists.
    func callOnChange(_ context: UnsafeMutableRawPointer, _ callback: evbuffer_cb_func) {
        let entry = unsafe evbuffer_add_cb(self, callback, context)
        unsafe precondition(entry != nil, "no memory to watch a buffer")
    }

    /// Moves everything from the evbuffer to the end of `bytes`.
    func moveAll(to bytes: inout [UInt8]) {
        let count = unsafe evbuffer_get_length(self)
        if count == 0 { return }
        let old = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: count))
        let moved = unsafe bytes.withUnsafeMutableBytes { bytes in
            let place = unsafe bytes.baseAddress?.advanced(by: old)
            return unsafe evbuffer_remove(self, place, count)
        }
        precondition(Int(moved) == count, "a buffer cannot be read")
    }

    /// Whether one of the last `count` bytes in the evbuffer is a NUL.
    func holdsNUL(inLast count: Int) -> Bool {
        var piece = unsafe iovec()
        // Nearly always it contains nothing else, in one piece.
        if unsafe evbuffer_peek(self, -1, nil, &piece, 1) == 1, unsafe piece.iov_len == count,
            unsafe evbuffer_get_length(self) == count
        {
            return unsafe memchr(piece.iov_base, 0, count) != nil
        }
        var start = unsafe evbuffer_ptr()
        let result = unsafe evbuffer_ptr_set(self, &start, evbuffer_get_length(self) - count, EVBUFFER_PTR_SET)
        precondition(result == 0, "a buffer holds less than was added to it")
        let found = unsafe evbuffer_search(self, "\0", 1, &start)
        return unsafe found.pos >= 0
    }
}

// The buffers of a bufferevent.
extension OpaquePointer {
    /// The evbuffer into which the socket is read.
    var input: OpaquePointer {
        guard let input = unsafe bufferevent_get_input(self) else { preconditionFailure("a socket without a buffer") }
        return unsafe input
    }

    /// The evbuffer from which the socket is written.
    var output: OpaquePointer {
        guard let output = unsafe bufferevent_get_output(self) else { preconditionFailure("a socket without a buffer") }
        return unsafe output
    }
}

/// Bytes that an evbuffer refers to.
final class HeldBytes: Sendable {
    let bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        precondition(!bytes.isEmpty, "nothing cannot be referred to")
        self.bytes = bytes
    }
}
