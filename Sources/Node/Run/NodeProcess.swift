internal import EventLoop
internal import Glibc
public import Logging

/// A process that runs one node.
public enum NodeProcess {
    /// Runs a node on the calling thread until the process gets SIGTERM or SIGINT.
    ///
    /// Calls `announce` with the node's name and address once it listens there. Throws if it cannot.
    public static func run(
        _ configuration: Configuration, logger: Logger,
        announce: @escaping @Sendable (_ identifier: String, _ url: String) -> Void
    ) throws(NodeProcessError) {
        do throws(EventLoopError) {
            Diagnostics.report { severity, message in
                logger.log(level: Logger.Level(severity), "libevent: \(message)")
            }
            OpenFileLimit.raise()
            // A file at its size limit must fail the write, not end the process.
            signal(SIGXFSZ, SIG_IGN)
            let loop = try EventLoop()
            let service = try makeService(configuration, on: loop, logger: logger)
            let failure: EventLoopError? = loop.run {
                let signalled = OneShot<Int32>()
                let signals = [SIGTERM, SIGINT].map { number in
                    // This is what libevent restores when the source goes: a second signal must not cut the end short.
                    signal(number, SIG_IGN)
                    return EventSource.signal(number, on: loop) { signalled.resolve(number) }
                }
                defer { withExtendedLifetime(signals) {} }
                do throws(EventLoopError) {
                    announce(service.node.identifier, try await service.start())
                } catch {
                    return error
                }
                let number = await signalled.value
                logger.info("stopping", metadata: ["signal": "\(number)"])
                await service.stop()
                return nil
            }
            service.close()
            if let failure { throw failure }
        } catch {
            throw NodeProcessError(description: error.description)
        }
    }

    private static func makeService(
        _ configuration: Configuration, on loop: EventLoop, logger: Logger
    ) throws(EventLoopError) -> NodeService {
        do throws(NodeServiceError) {
            return try NodeService(configuration, on: loop, logger: logger)
        } catch {
            throw EventLoopError(error.description)
        }
    }
}

/// Why a node could not run.
public struct NodeProcessError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence.
    public let description: String
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
