public import EventLoop
public import HTTP
public import Logging
public import Service
public import Wording

/// Where people find a class.
public struct ClassroomReach: Sendable {
    /// The page's port.
    public let port: UInt16

    /// The page's addresses for others, such as `http://192.168.0.5:5000/`, the likeliest first.
    public let addresses: [String]

    /// The nodes' names, and the ports of their own.
    public let nodes: [(name: String, port: UInt16)]
}

/// Runs a class until the process gets SIGTERM or SIGINT.
public enum ClassroomProcess {
    /// Runs on the calling thread. `announce` is told where people find it, once they do.
    public static func run(
        _ plan: ClassroomPlan, token: BearerToken, logger: Logger,
        announce: @escaping @Sendable (_ reach: ClassroomReach) -> Void
    ) throws(ClassroomError) {
        NodeProcess.prepare(logger)
        let loop: EventLoop
        do throws(EventLoopError) {
            loop = try EventLoop()
        } catch {
            throw .loop(error)
        }
        let classroom = try Classroom(plan, token: token, on: loop, logger: logger)
        try NodeProcess.runUntilSignalled(on: loop, logger) { () async throws(ClassroomError) in
            announce(try await classroom.start())
        } end: {
            await classroom.stop()
        }
    }
}

/// Why there is no class, or it didn't begin anew.
public enum ClassroomError: Error, Hashable, Sendable, Stated {
    /// The system has no loop to run on, or a port can't be listened on.
    case loop(EventLoopError)

    /// A node could not be made.
    case service(NodeServiceError)

    /// It begins anew already.
    case busy

    /// One sentence.
    public var statement: Statement {
        switch self {
        case .loop(let error): Statement(.classNotBegun, ["problem": .statement(error.statement)])
        case .service(let error): Statement(.classNotBegun, ["problem": .statement(error.statement)])
        case .busy: Statement(.classBeginsAlready)
        }
    }
}
