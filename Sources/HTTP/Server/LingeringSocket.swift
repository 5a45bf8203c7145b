internal import EventLoop
internal import Glibc

/// The socket of a client that was refused and may still be sending.
///
/// Closing it now would reset the connection and might destroy the refusal before the client has read it. So incoming
/// bytes are read and discarded until the client closes too (RFC 9112, section 9.6).
final class LingeringSocket {
    /// The tick at which it is closed regardless.
    let deadline: Int

    private let descriptor: Int32
    private var remainingBytes: Int
    private var arrival: EventSource?

    /// Takes the descriptor over. Calls `atEnd` when the client has closed, or has sent more than `bytes`.
    init(descriptor: Int32, deadline: Int, bytes: Int, loop: EventLoop, atEnd: @escaping () -> Void) {
        self.descriptor = descriptor
        self.deadline = deadline
        remainingBytes = bytes
        arrival = .arrival(on: descriptor, loop: loop) { [unowned self] in
            if discard() { atEnd() }
        }
    }

    deinit {
        arrival = nil
        // Nobody would count what the kernel goes on keeping.
        if unsentBytes(of: descriptor) > 0 { resetOnClose(descriptor) }
        close(descriptor)
    }

    /// Discards what has arrived, without copying it. Returns whether that was the end.
    private func discard() -> Bool {
        while remainingBytes > 0 {
            let count = recv(descriptor, nil, 1 << 20, Int32(MSG_TRUNC | MSG_DONTWAIT))
            if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) { return true }
            if count < 0 && errno == EAGAIN { return false }
            remainingBytes -= max(count, 0)
        }
        return true
    }
}
