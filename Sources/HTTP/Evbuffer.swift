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

    /// How many bytes are in the evbuffer.
    var count: Int { unsafe evbuffer_get_length(self) }

    /// Puts a copy of the first bytes that lie together, a few KiB at most times, in place of what is in `bytes`.
    func copyFirstPiece(to bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        var piece = unsafe iovec()
        guard unsafe evbuffer_peek(self, -1, nil, &piece, 1) > 0 else { return }
        unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(start: piece.iov_base, count: piece.iov_len))
    }

    /// Takes bytes away from the front.
    func drain(_ count: Int) {
        let result = unsafe evbuffer_drain(self, count)
        precondition(result == 0, "the front of a buffer is frozen")
    }

    /// Puts a copy of `bytes` in place of the first `count` ones, which lie together and are at least as many.
    func replaceFront(_ count: Int, by bytes: [UInt8]) {
        precondition(bytes.count <= count, "there is no room for \(bytes.count) bytes")
        unsafe drain(count - bytes.count)
        if bytes.isEmpty { return }
        var piece = unsafe iovec()
        unsafe evbuffer_peek(self, 1, nil, &piece, 1)
        guard unsafe piece.iov_len >= bytes.count, let place = unsafe piece.iov_base else {
            preconditionFailure("the front of a buffer lies in pieces")
        }
        // What was read from a socket is libevent's own memory, which nobody else looks at.
        unsafe place.copyMemory(from: bytes, byteCount: bytes.count)
    }

    /// Puts a copy of `bytes` before all others.
    func prepend(_ bytes: [UInt8]) {
        if bytes.isEmpty { return }
        let result = unsafe bytes.withUnsafeBytes { unsafe evbuffer_prepend(self, $0.baseAddress, $0.count) }
        precondition(result == 0, "no memory for \(bytes.count) bytes of input")
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
