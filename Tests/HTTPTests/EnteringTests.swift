internal import EventLoop
internal import Synchronization
internal import Testing

@testable import HTTP
import Wording

/// `Server.enter` calls a function isolated to the server as a plain one, which is sound only as long as both have the
/// same calling convention. If that changes, these tests fail or the process crashes.
@Suite("Entering a server from a callback", .timeLimit(.minutes(5)))
struct EnteringTests {
    /// Large enough to be returned in memory, not in registers.
    private struct Large: Equatable {
        var numbers = (1, 2, 3, 4, 5, 6, 7, 8)
        var text = "text"

        static func == (one: Large, other: Large) -> Bool {
            one.numbers.0 == other.numbers.0 && one.numbers.7 == other.numbers.7 && one.text == other.text
        }
    }

    @Test func `a function gets the server itself and what it captured, and gives whatever it returns`() async {
        await #expect(processExitsWith: .success) {
            let loop = try EventLoop()
            let server = Server(loop: loop) { _ in .now(.error(.notFound, .noChainThere)) }
            let other = Server(loop: loop) { _ in .now(.error(.notFound, .noChainThere)) }
            let isRight = loop.run {
                var (calls, large) = (0, Large())
                let text = String(repeating: "captured", count: 10)
                let identity = server.enter { server in
                    calls += 1
                    return ObjectIdentifier(server)
                }
                let connectionCount = server.enter { $0.connectionCount }
                let first = server.enter { $0.nextIdentifier() }
                let second = server.enter { $0.nextIdentifier() }
                let othersFirst = other.enter { $0.nextIdentifier() }
                server.enter { _ in large.numbers.7 = 9 }
                let returned = server.enter { _ in large }
                let joined: String? = server.enter { "\($0.connectionCount)" + text }
                let nothing: Int? = server.enter { _ in nil }
                let existential: any Sendable = server.enter { $0.limits }
                return identity == ObjectIdentifier(server) && calls == 1 && connectionCount == 0
                    && (first, second, othersFirst) == (1, 2, 1) && returned == large && returned.numbers.7 == 9
                    && joined == "0" + text && nothing == nil && existential is ServerLimits
            }
            precondition(isRight, "a function that is isolated to an actor is called in another way by now")
        }
    }
}
