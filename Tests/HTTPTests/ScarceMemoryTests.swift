internal import CLibEvent
internal import EventLoop
internal import Foundation
internal import HTTP
internal import Synchronization
internal import TestSupport
internal import Testing

/// An allocator for libevent that fails once, when a test says so. It is process-wide.
private enum ScarceMemory {
    /// How many allocations succeed before one fails; if negative, all do.
    static let remaining = Atomic(-1)

    private static var isDue: Bool {
        remaining.load(ordering: .relaxed) >= 0 && remaining.subtract(1, ordering: .relaxed).newValue < 0
    }

    /// Takes effect for libevent's allocations from now on; there must not have been any yet.
    static func install() {
        event_set_mem_functions(
            { ScarceMemory.isDue ? nil : malloc($0) }, { ScarceMemory.isDue ? nil : realloc($0, $1) }, { free($0) })
    }

    static func fail(afterwards count: Int) { remaining.store(count, ordering: .relaxed) }
}

/// Prints a word on standard error and ends the process.
private func end(_ word: String) -> Never {
    FileHandle.standardError.write(Data((word + "\n").utf8))
    exit(1)
}

@Suite("With too little memory", .timeLimit(.minutes(5)))
struct ScarceMemoryTests {
    @Test(arguments: 0..<10)
    func `a loop is made whole or not at all, and says why`(count: Int) async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [count] in
            ScarceMemory.install()
            ScarceMemory.fail(afterwards: count)
            do {
                let loop = try EventLoop()
                ScarceMemory.fail(afterwards: -1)
                end(loop.run { "enough memory" })
            } catch {
                end("\(error)")
            }
        }
        let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(said.contains("memory") || said.contains("making an event loop"), "\(said)")
    }

    // With libevent 2.1.12, the connection's own guards are among these allocations.
    @Test(arguments: 10..<20)
    func `a request that could smuggle another is not taken for a good one`(count: Int) async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [count] in
            ScarceMemory.install()
            try await withLoop { loop in
                let live = try await LiveServer(on: loop)
                let status = try await onThread {
                    live.onLoop { ScarceMemory.fail(afterwards: count) }
                    let client = try Wire(port: live.port)
                    try client.send("GET /hello HTTP/1.1\r\nHost: a\u{0}b\r\n\r\n")
                    // Once others are served it has been read, and whoever gets no answer need not wait for one.
                    for _ in 0..<2 {
                        let other = try Wire(port: live.port)
                        try other.send("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                        _ = try? other.receiveToEnd()
                    }
                    live.shutDown(grace: .zero)
                    return String(decoding: (try? client.receive()) ?? [], as: UTF8.self).prefix(12)
                }
                end("answer \(status)")
            }
        }
        let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(!said.contains("answer HTTP/1.1 200"), "\(said)")
    }
}
