internal import CLibEvent
internal import Testing

@testable import HTTP

@Suite("References to bytes")
struct HeldBytesTests {
    /// Whether the bytes are still held, and their address.
    private final class Witness {
        weak var held: HeldBytes?
    }

    /// A buffer that refers to three times 10,000 bytes.
    private func filled() throws -> (buffer: OpaquePointer, witnesses: [Witness]) {
        let buffer = try #require(evbuffer_new())
        let witnesses = (1...3).map { number in
            let witness = Witness()
            let held = HeldBytes([UInt8](repeating: UInt8(number), count: 10_000)[...])
            witness.held = held
            buffer.append(referenceTo: held)
            return witness
        }
        return (buffer, witnesses)
    }

    private func count(_ witnesses: [Witness]) -> Int { witnesses.count { $0.held != nil } }

    @Test func `what is referred to is held until it was taken, piece by piece`() throws {
        let (buffer, witnesses) = try filled()
        defer { evbuffer_free(buffer) }
        #expect(count(witnesses) == 3)
        for (bytes, held) in [(9_999, 3), (1, 2), (10_000, 1), (9_999, 1), (1, 0)] {
            evbuffer_drain(buffer, bytes)
            #expect(count(witnesses) == held)
        }
    }

    @Test func `it is let go with the buffer`() throws {
        let (buffer, witnesses) = try filled()
        evbuffer_drain(buffer, 15_000)
        #expect(count(witnesses) == 2)
        evbuffer_free(buffer)
        #expect(count(witnesses) == 0)
    }

    @Test func `it moves to another buffer with its bytes`() throws {
        let (buffer, witnesses) = try filled()
        let other = try #require(evbuffer_new())
        evbuffer_add_buffer(other, buffer)
        evbuffer_free(buffer)
        #expect(count(witnesses) == 3)
        var bytes: [UInt8] = []
        other.moveAll(to: &bytes)
        #expect(bytes == (1...3).flatMap { [UInt8](repeating: $0, count: 10_000) })
        #expect(count(witnesses) == 0)
        evbuffer_free(other)
    }

    @Test func `bytes are not copied`() throws {
        let bytes = [UInt8](repeating: 7, count: 100_000)
        let buffer = try #require(evbuffer_new())
        buffer.append(referenceTo: HeldBytes(bytes[50_000...]))
        let address = bytes.withUnsafeBytes { $0.baseAddress.map { $0 + 50_000 } }
        #expect(evbuffer_get_length(buffer) == 50_000)
        #expect(evbuffer_pullup(buffer, 1).map { UnsafeRawPointer($0) } == address)
        evbuffer_free(buffer)
    }
}
