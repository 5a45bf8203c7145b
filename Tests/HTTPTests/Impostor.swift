internal import Dispatch
internal import EventLoop
internal import Foundation
internal import Testing

/// A server that follows a script instead of a protocol.
struct Impostor: Sendable {
    /// What it does on each connection: gets the socket and the request's head, which has been read.
    typealias Script = @Sendable (Wire, String) throws -> Void

    let port: UInt16

    /// Serves until `body` has returned, each connection on its own thread.
    ///
    /// By then the client or the script must have closed all connections.
    static func run<Value>(
        _ script: @escaping Script, _ body: (Impostor) async throws -> Value
    ) async throws -> Value {
        let listener = try Wire.listening()
        let threads = DispatchGroup()
        threads.enter()
        Thread.detachNewThread {
            while let wire = listener.accept() {
                threads.enter()
                Thread.detachNewThread {
                    converse(on: wire, script)
                    threads.leave()
                }
            }
            threads.leave()
        }
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(Impostor(port: listener.port)))
        } catch {
            result = .failure(error)
        }
        listener.endAccepting()
        await withCheckedContinuation { continuation in
            threads.notify(queue: .global()) { continuation.resume() }
        }
        return try result.get()
    }

    private static func converse(on wire: Wire, _ script: Script) {
        var head = ""
        do {
            while !head.hasSuffix("\r\n\r\n") {
                let bytes = try wire.receive(atMost: 1)
                if bytes.isEmpty { return }
                head += String(decoding: bytes, as: UTF8.self)
            }
            try script(wire, head)
        } catch let error as WireError where error.isTimeout {
            Issue.record("the client neither went on nor closed its connection")
        } catch {
            // The client left, which is fine.
        }
    }
}

extension Impostor {
    /// Sends `text` and closes.
    static func sending(_ text: String) -> Script {
        { wire, _ in
            try wire.send(text)
            wire.endSending()
            // Closing with unread data would be a reset.
            _ = try wire.receive()
        }
    }

    /// Sends `text` and waits for the client to close.
    static func sendingAndWaiting(_ text: String) -> Script {
        { wire, _ in
            try wire.send(text)
            while try !wire.receive().isEmpty {}
        }
    }
}
