internal import EventLoop
internal import Glibc
internal import Synchronization
public import Terminal
public import Wording

/// A story that the demo tells. Real nodes play it, listening on loopback ports meanwhile.
public enum Story: Sendable {
    /// Three nodes: a payment, a deliberate fork, the replacement, and how gossip avoids the trouble.
    case fork

    /// Chains forged in every way, each offered to a node, which says what it found; and the one forgery that nobody
    /// can detect.
    case tamper

    /// A ledger: what it refuses, how a payment is taken back all the same, what confirmations change, and a tutorial
    /// node that follows along.
    case ledger

    /// Tells the story on standard output, on the calling thread, and returns how it ended.
    ///
    /// It writes while the nodes wait: a reader that stalls stops them too, which does no harm.
    ///
    /// - Parameters:
    ///   - pauses: whether to wait for Return between steps; only if standard input and output are terminals.
    public func tell(in language: Language, pauses: Bool) throws(StoryError) -> Ending {
        let loop: EventLoop
        do throws(EventLoopError) {
            loop = try EventLoop()
        } catch {
            throw .failed(error.description)
        }
        WriteError.replaceSignals()
        let company = Company(loop: loop)
        let signalled = Mutex<Int32?>(nil)
        let outcome = loop.run { () async -> Result<Void, StoryError> in
            let task = Task(executorPreference: loop) { () async -> Result<Void, StoryError> in
                let stage = Stage(language: language, pauses: pauses, loop: loop)
                do throws(StoryError) {
                    try await play(on: stage, company)
                    return .success(())
                } catch {
                    return .failure(error)
                }
            }
            let signals = [SIGINT, SIGTERM].map { number in
                // This is what libevent restores when the source goes: a second signal must not cut the end short.
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
        case .ledger: try await LedgerStory(stage: stage, company: company).tell()
        }
    }
}

/// How a story ended.
public enum Ending: Hashable, Sendable {
    /// It was told to the end.
    case told

    /// The process got a signal before that.
    case interrupted(signal: Int32)
}

/// Why a story wasn't told to the end.
public enum StoryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It was interrupted.
    case interrupted

    /// Standard output cannot be written, or its reader is gone.
    case notWritten(WriteError)

    /// A node could not be started or asked, or gave an answer that doesn't fit the story.
    case failed(String)

    /// One sentence.
    public var description: String {
        switch self {
        case .interrupted: "The story was interrupted."
        case .notWritten(let error): "Standard output cannot be written: \(error)."
        case .failed(let reason): "The story cannot go on: \(reason)."
        }
    }
}
