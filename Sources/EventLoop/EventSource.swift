internal import CLibEvent
internal import Glibc

/// A timer, a signal or a readable descriptor on a loop: one libevent event and what to do when it fires.
///
/// Belongs to the thread that drives the loop: make it, use it and drop it there, or while no thread drives the loop.
/// An actor on the loop that owns one needs an `isolated deinit`.
@safe public final class EventSource {
    private let loop: EventLoop
    private let action: () -> Void
    private var event: OpaquePointer?

    private init(loop: EventLoop, descriptor: Int32, flags: Int32, action: @escaping () -> Void) {
        loop.preconditionOwned()
        self.loop = loop
        self.action = action
        unsafe event = nil
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe event = event_new(
            loop.base, descriptor, Int16(truncatingIfNeeded: flags),
            { _, _, context in
                // Kept alive: the action may drop its own source.
                let source = unsafe callbackOwner(context, as: EventSource.self)
                withExtendedLifetime(source) { source.action() }
            }, context)
        unsafe precondition(event != nil, "no memory for an event")
    }

    deinit {
        loop.preconditionOwned()
        unsafe event_free(event)
    }

    /// A timer that is not armed yet.
    public static func timer(on loop: EventLoop, action: @escaping () -> Void) -> EventSource {
        EventSource(loop: loop, descriptor: -1, flags: 0, action: action)
    }

    /// Fires on the loop each time the process gets `signal`. Only one loop per process may handle signals.
    public static func signal(
        _ signal: Int32, on loop: EventLoop, action: @escaping () -> Void
    ) -> EventSource {
        let source = EventSource(loop: loop, descriptor: signal, flags: EV_SIGNAL | EV_PERSIST, action: action)
        unsafe source.add(nil)
        return source
    }

    /// Fires each time something new arrives on `descriptor`, including its end (edge-triggered).
    ///
    /// The descriptor must stay open while the source lives.
    public static func arrival(
        on descriptor: Int32, loop: EventLoop, action: @escaping () -> Void
    ) -> EventSource {
        let flags = EV_READ | EV_ET | EV_PERSIST
        let source = EventSource(loop: loop, descriptor: descriptor, flags: flags, action: action)
        unsafe source.add(nil)
        return source
    }

    /// Makes a timer fire once, `delay` from now. Replaces an earlier arming.
    public func arm(after delay: Duration) {
        loop.preconditionOwned()
        var time = timeval(delay)
        unsafe add(&time)
    }

    /// libevent refuses, for instance, to watch one descriptor both edge-triggered and level-triggered.
    private func add(_ time: UnsafePointer<timeval>?) {
        let result = unsafe event_add(event, time)
        precondition(result == 0, "libevent refused an event")
    }

    /// Makes it fire once, after the running callback has returned and before the loop waits again.
    public func fire() {
        loop.preconditionOwned()
        unsafe event_active(event, 0, 0)
    }

    /// Cancels the arming.
    public func disarm() {
        loop.preconditionOwned()
        unsafe event_del(event)
    }
}

extension timeval {
    /// The same span in whole microseconds, not below zero.
    init(_ duration: Duration) {
        let (seconds, attoseconds) = max(duration, .zero).components
        self.init(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    }
}
