public import EventLoop
internal import Glibc
public import Logging
internal import Node
public import Wording

/// A process that is one node.
public enum NodeProcess {
    /// Runs a node on the calling thread until the process gets SIGTERM or SIGINT.
    ///
    /// `announce` is told what it is and where it listens, once it does. Before that, `migrating` is told how many
    /// blocks of an earlier version's directory are brought up to date, and of how many. Throws when it cannot.
    public static func run(
        _ configuration: Configuration, logger: Logger,
        migrating: @escaping @Sendable (_ done: Int, _ total: Int) -> Void,
        announce: @escaping @Sendable (Greeting) -> Void
    ) throws(NodeProcessError) {
        prepare(logger)
        let (loop, service) = try make(configuration, logger, migrating)
        defer { service.close() }
        do throws(EventLoopError) {
            try runUntilSignalled(on: loop, logger) { () async throws(EventLoopError) in
                announce(try await service.start())
                Precautions.warn(configuration.dataDirectory, logger)
            } end: {
                await service.stop()
            }
        } catch {
            throw .loop(error)
        }
    }

    /// Begins something on a loop, which it drives on the calling thread, and ends it once the process gets SIGTERM or
    /// SIGINT. Throws, without ending it, if it does not begin.
    package static func runUntilSignalled<Failure: Error>(
        on loop: EventLoop, _ logger: Logger, begin: @escaping @Sendable () async throws(Failure) -> Void,
        end: @escaping @Sendable () async -> Void
    ) throws(Failure) {
        try loop.run { () async throws(Failure) in
            let signal = EndSignal(on: loop)
            try await begin()
            let number = await signal.number()
            logger.info("stopping", metadata: ["signal": "\(number)"])
            await end()
        }
    }

    /// What a process does before it runs nodes.
    package static func prepare(_ logger: Logger) {
        Diagnostics.report { severity, message in
            logger.log(level: Logger.Level(severity), "libevent: \(message)")
        }
        OpenFileLimit.raise()
        UnusedMemory.bound()
        Precautions.keepFilesPrivate()
        // A file that may grow no further is a write that fails, not the end.
        signal(SIGXFSZ, SIG_IGN)
    }

    private static func make(
        _ configuration: Configuration, _ logger: Logger, _ migrating: @escaping @Sendable (Int, Int) -> Void
    ) throws(NodeProcessError) -> (EventLoop, NodeService) {
        let loop: EventLoop
        do throws(EventLoopError) {
            loop = try EventLoop()
        } catch {
            throw .loop(error)
        }
        do throws(NodeServiceError) {
            return (loop, try NodeService(configuration, on: loop, logger: logger, migrating: migrating))
        } catch {
            throw .service(error)
        }
    }
}

/// SIGTERM or SIGINT, whichever comes first. It is waited for on a loop, for as long as this value lives.
private struct EndSignal {
    private let signalled = OneShot<Int32>()
    private let sources: [EventSource]

    init(on loop: EventLoop) {
        sources = [SIGTERM, SIGINT].map { [signalled] number in
            // What libevent puts back when the source goes: a second signal must not cut the end short.
            signal(number, SIG_IGN)
            return EventSource.signal(number, on: loop) { signalled.resolve(number) }
        }
    }

    /// Which of them has come.
    func number() async -> Int32 {
        defer { withExtendedLifetime(sources) {} }
        return await signalled.value
    }
}

/// Why a node could not run.
public enum NodeProcessError: Error, Hashable, Sendable, Stated {
    /// The system has no loop to run on, or no port to listen on.
    case loop(EventLoopError)

    /// The node could not be made.
    case service(NodeServiceError)

    /// One sentence.
    public var statement: Statement {
        switch self {
        case .loop(let error): error.statement
        case .service(let error): error.statement
        }
    }
}

extension Logger.Level {
    fileprivate init(_ severity: Diagnostics.Severity) {
        switch severity {
        case .debug: self = .debug
        case .notice: self = .info
        case .warning: self = .warning
        case .error: self = .error
        }
    }
}
