internal import EventLoop
internal import Glibc
internal import Synchronization

/// What the demo can tell. Real nodes play it: they listen on loopback ports while it is told.
public enum Story: Sendable {
    /// Three nodes: a payment, a fork made on purpose, the replacement, and how gossip spares the trouble.
    case fork

    /// A chain forged in all ways, each offered to a node, which says what it found; and what nobody can find.
    case tamper

    /// Tells the story on standard output, on the calling thread, and says how that ended.
    ///
    /// It writes while the nodes wait: who doesn't read it stops them, which harms nobody.
    ///
    /// - Parameters:
    ///   - pauses: whether it waits for Return between steps; only if standard input and output are terminals.
    ///   - hasColours: whether standard output shows colours.
    public func tell(in language: Language, pauses: Bool, hasColours: Bool) throws(StoryError) -> Ending {
        let loop: EventLoop
        do throws(EventLoopError) {
            loop = try EventLoop()
        } catch {
            throw .failed(error.description)
        }
        // A reader that goes is a write that fails.
        signal(SIGPIPE, SIG_IGN)
        let company = Company(loop: loop)
        let signalled = Mutex<Int32?>(nil)
        let outcome = loop.run { () async -> Result<Void, StoryError> in
            let task = Task(executorPreference: loop) { () async -> Result<Void, StoryError> in
                let stage = Stage(language: language, pauses: pauses, hasColours: hasColours, loop: loop)
                do throws(StoryError) {
                    try await play(on: stage, company)
                    return .success(())
                } catch {
                    return .failure(error)
                }
            }
            let signals = [SIGINT, SIGTERM].map { number in
                // What libevent puts back when the source goes: a second signal must not cut the end short.
                signal(number, SIG_IGN)
                return EventSource.signal(number, on: loop) {
                    signalled.withLock { $0 = $0 ?? number }
                    task.cancel()
                }
            }
            let outcome = await task.value
            await company.leave()
            return withExtendedLifetime(signals) { outcome }
        }
        company.close()
        do throws(StoryError) {
            try outcome.get()
            return .told
        } catch .interrupted {
            return .interrupted(signal: signalled.withLock { $0 } ?? SIGINT)
        } catch {
            throw error
        }
    }

    private func play(on stage: Stage, _ company: Company) async throws(StoryError) {
        switch self {
        case .fork: try await ForkStory(stage: stage, company: company).tell()
        case .tamper: try await TamperStory(stage: stage, company: company).tell()
        }
    }
}

/// How a story ended.
public enum Ending: Hashable, Sendable {
    /// It was told to its end.
    case told

    /// The process got a signal before that.
    case interrupted(signal: Int32)
}

/// Why a story was not told to its end.
public enum StoryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Somebody wanted it to end.
    case interrupted

    /// Nobody reads it, or it cannot be written; the code of the system.
    case notWritten(code: Int32)

    /// A node could not be started or asked, or answered otherwise than the story goes.
    case failed(String)

    /// One sentence.
    public var description: String {
        switch self {
        case .interrupted: "The story was interrupted."
        case .notWritten(let code): "Standard output cannot be written: \(String(cString: strerror(code)))."
        case .failed(let reason): "The story cannot go on: \(reason)."
        }
    }
}
