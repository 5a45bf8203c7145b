internal import EventLoop
internal import Glibc
internal import TestSupport
internal import Testing

/// What happened on a loop, in order. Used on the loop's thread only.
private final class Log {
    var entries: [String] = []
}

@Suite("Timers", .timeLimit(.minutes(5)))
struct TimerTests {
    /// Waits on a loop until a timer of `milliseconds` has fired; whatever was due earlier has fired too.
    private func pass(_ milliseconds: Int, on loop: EventLoop) async {
        let end = OneShot<Void>()
        let timer = EventSource.timer(on: loop) { end.resolve(()) }
        timer.arm(after: .milliseconds(milliseconds))
        await end.value
        withExtendedLifetime(timer) {}
    }

    @Test func `a timer fires once, on the loop`() async throws {
        try await onLoop { loop in
            let log = Log()
            let timer = EventSource.timer(on: loop) { log.entries.append(loop.isCurrent ? "on" : "off") }
            await pass(5, on: loop)
            #expect(log.entries.isEmpty)
            timer.arm(after: .milliseconds(1))
            await pass(20, on: loop)
            #expect(log.entries == ["on"])
        }
    }

    @Test func `a callback enters an actor on the loop`() async throws {
        try await onLoop { loop in
            let notebook = Notebook(on: loop)
            let timer = EventSource.timer(on: loop) { notebook.writeAtOnce(7) }
            timer.arm(after: .zero)
            await pass(5, on: loop)
            withExtendedLifetime(timer) {}
            #expect(await notebook.entries == [7])
        }
    }

    @Test func `timers fire in the order they are due`() async throws {
        try await onLoop { loop in
            let log = Log()
            let delays = [30, 10, 40, 20, 0]
            let timers = delays.map { delay in
                EventSource.timer(on: loop) { log.entries.append("\(delay)") }
            }
            for (timer, delay) in zip(timers, delays) { timer.arm(after: .milliseconds(delay)) }
            await pass(60, on: loop)
            #expect(log.entries == ["0", "10", "20", "30", "40"])
        }
    }

    @Test func `a disarmed timer does not fire`() async throws {
        try await onLoop { loop in
            let log = Log()
            let timer = EventSource.timer(on: loop) { log.entries.append("fired") }
            timer.disarm()
            timer.arm(after: .zero)
            timer.disarm()
            timer.disarm()
            await pass(10, on: loop)
            #expect(log.entries.isEmpty)
        }
    }

    @Test func `a timer that is due is disarmed by another one's callback`() async throws {
        try await onLoop { loop in
            let log = Log()
            let late = EventSource.timer(on: loop) { log.entries.append("late") }
            let early = EventSource.timer(on: loop) {
                log.entries.append("early")
                late.disarm()
            }
            early.arm(after: .milliseconds(1))
            late.arm(after: .milliseconds(2))
            // Both are due when the loop checks again.
            usleep(5_000)
            await pass(10, on: loop)
            #expect(log.entries == ["early"])
        }
    }

    @Test func `a new arming replaces an earlier one`() async throws {
        try await onLoop { loop in
            let log = Log()
            let sooner = EventSource.timer(on: loop) { log.entries.append("sooner") }
            sooner.arm(after: .seconds(3_600))
            sooner.arm(after: .milliseconds(1))
            let later = EventSource.timer(on: loop) { log.entries.append("later") }
            later.arm(after: .milliseconds(1))
            later.arm(after: .seconds(3_600))
            await pass(20, on: loop)
            #expect(log.entries == ["sooner"])
        }
    }

    @Test func `a timer is armed again after it fired or was disarmed`() async throws {
        try await onLoop { loop in
            let log = Log()
            let end = OneShot<Void>()
            var again: (() -> Void)?
            let timer = EventSource.timer(on: loop) {
                log.entries.append("tick")
                if log.entries.count < 5 { again?() } else { end.resolve(()) }
            }
            again = { [unowned timer] in timer.arm(after: .milliseconds(1)) }
            timer.arm(after: .milliseconds(1))
            timer.disarm()
            timer.arm(after: .milliseconds(1))
            await end.value
            await pass(10, on: loop)
            #expect(log.entries.count == 5)
        }
    }

    @Test func `fire calls back after the running callback, and once however often asked`() async throws {
        try await onLoop { loop in
            let log = Log()
            let fired = EventSource.timer(on: loop) { log.entries.append("fired") }
            let timer = EventSource.timer(on: loop) {
                fired.fire()
                fired.fire()
                log.entries.append("returning")
            }
            timer.arm(after: .zero)
            await pass(10, on: loop)
            withExtendedLifetime(timer) {}
            #expect(log.entries == ["returning", "fired"])
        }
    }

    @Test func `fire comes before the loop waits again`() async throws {
        try await onLoop { loop in
            let end = OneShot<Void>()
            let fired = EventSource.timer(on: loop) { end.resolve(()) }
            // Nothing else would ever wake this loop.
            fired.fire()
            await end.value
            withExtendedLifetime(fired) {}
        }
    }

    @Test func `a fire is taken back by disarming, and takes an arming's place`() async throws {
        try await onLoop { loop in
            let log = Log()
            let taken = EventSource.timer(on: loop) { log.entries.append("taken back") }
            taken.fire()
            taken.disarm()
            let armed = EventSource.timer(on: loop) { log.entries.append("once") }
            armed.arm(after: .milliseconds(5))
            armed.fire()
            await pass(30, on: loop)
            #expect(log.entries == ["once"])
        }
    }

    @Test func `a dropped timer does not fire, armed or fired`() async throws {
        try await onLoop { loop in
            let log = Log()
            var armed: EventSource? = .timer(on: loop) { log.entries.append("armed") }
            armed?.arm(after: .zero)
            armed = nil
            var fired: EventSource? = .timer(on: loop) { log.entries.append("fired") }
            fired?.fire()
            fired = nil
            await pass(10, on: loop)
            #expect(log.entries.isEmpty)
        }
    }

    @Test func `a timer may be dropped by its own callback`() async throws {
        try await onLoop { loop in
            let log = Log()
            var timer: EventSource?
            timer = .timer(on: loop) {
                timer = nil
                log.entries.append("fired")
            }
            timer?.arm(after: .zero)
            await pass(10, on: loop)
            #expect(log.entries == ["fired"])
        }
    }

    @Test func `a delay below zero counts as none`() async throws {
        try await onLoop { loop in
            let log = Log()
            let timer = EventSource.timer(on: loop) { log.entries.append("fired") }
            timer.arm(after: .seconds(-5))
            await pass(10, on: loop)
            withExtendedLifetime(timer) {}
            #expect(log.entries == ["fired"])
        }
    }
}
