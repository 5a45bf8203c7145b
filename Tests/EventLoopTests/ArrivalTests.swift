internal import EventLoop
internal import Glibc
internal import TestSupport
internal import Testing

/// Two connected sockets.
private final class Pair {
    let near: Int32
    private(set) var far: Int32

    init() throws {
        var descriptors: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &descriptors) == 0)
        (near, far) = (descriptors[0], descriptors[1])
    }

    deinit {
        close(near)
        closeFar()
    }

    func write(_ text: String) {
        let bytes = Array(text.utf8)
        #expect(send(far, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count)
    }

    func closeFar() {
        if far >= 0 { close(far) }
        far = -1
    }

    /// Reads what is there; nil at the end.
    func readNear() -> String? {
        var bytes = [UInt8](repeating: 0, count: 100)
        let count = recv(near, &bytes, bytes.count, Int32(MSG_DONTWAIT))
        return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
    }
}

@Suite("Arrival on a descriptor", .timeLimit(.minutes(5)))
struct ArrivalTests {
    /// Lets the loop check its descriptors: waits for a timer that is due after everything readable.
    private func pass(on loop: EventLoop) async {
        let end = OneShot<Void>()
        let timer = EventSource.timer(on: loop) { end.resolve(()) }
        timer.arm(after: .milliseconds(5))
        await end.value
        withExtendedLifetime(timer) {}
    }

    @Test func `data is seen, and so is the end`() async throws {
        try await onLoop { loop in
            let pair = try Pair()
            var seen: [String?] = []
            let source = EventSource.arrival(on: pair.near, loop: loop) { seen.append(pair.readNear()) }
            await pass(on: loop)
            #expect(seen.isEmpty)
            pair.write("one")
            try await eventually { seen == ["one"] }
            pair.write("two")
            try await eventually { seen == ["one", "two"] }
            pair.closeFar()
            try await eventually { seen == ["one", "two", nil] }
            withExtendedLifetime(source) {}
        }
    }

    @Test func `what is there already is seen`() async throws {
        try await onLoop { loop in
            let pair = try Pair()
            pair.write("early")
            pair.closeFar()
            var count = 0
            let source = EventSource.arrival(on: pair.near, loop: loop) { count += 1 }
            try await eventually { count > 0 }
            withExtendedLifetime(source) {}
        }
    }

    @Test func `data that nobody reads calls back once, and more of it again`() async throws {
        try await onLoop { loop in
            let pair = try Pair()
            var count = 0
            let source = EventSource.arrival(on: pair.near, loop: loop) { count += 1 }
            pair.write("left")
            try await eventually { count == 1 }
            await pass(on: loop)
            #expect(count == 1)
            pair.write("more")
            try await eventually { count == 2 }
            pair.closeFar()
            try await eventually { count == 3 }
            await pass(on: loop)
            #expect(count == 3)
            withExtendedLifetime(source) {}
        }
    }

    @Test func `a dropped source calls back no more`() async throws {
        try await onLoop { loop in
            let pair = try Pair()
            var count = 0
            var source: EventSource? = .arrival(on: pair.near, loop: loop) { count += 1 }
            pair.write("one")
            try await eventually { count == 1 }
            pair.write("two")
            source = nil
            await pass(on: loop)
            #expect(count == 1)
            source = .arrival(on: pair.near, loop: loop) { count += 10 }
            try await eventually { count == 11 }
            withExtendedLifetime(source) {}
        }
    }

    @Test func `a signal fires each time it comes, until its source is dropped`() async throws {
        try await onLoop { loop in
            var count = 0
            var source: EventSource? = .signal(SIGUSR2, on: loop) { count += 1 }
            for number in 1...3 {
                kill(getpid(), SIGUSR2)
                try await eventually { count == number }
            }
            withExtendedLifetime(source) {}
            source = nil
        }
    }
}
