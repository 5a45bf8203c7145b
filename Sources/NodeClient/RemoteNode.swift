public import Chain
public import EventLoop
internal import Glibc
public import HTTP
internal import Synchronization
internal import Wording

/// A node at some address, queried over HTTP.
///
/// Each question is one request on its own connection, and ends with the node's answer or with one ``NodeError``.
/// Whatever else may listen there, no answer traps, and each size has a limit.
public struct RemoteNode: Sendable {
    /// The node's address.
    public let origin: Origin

    /// Where a node started without flags listens, on this machine.
    public static let standardURL = "http://127.0.0.1:5000"

    let loop: EventLoop
    private let client: Client

    /// Sent with each request; nil for none.
    private let token: BearerToken?

    /// How long connecting to one address may take.
    private static let connectionTime = Duration.seconds(10)

    /// How long an answer may take that is little work for a node.
    private static let answerTime = Duration.seconds(30)

    /// How long a search, a consensus round or an event stream may take: practically forever.
    private static let anyTime = Duration.seconds(100 * 365 * 86_400)

    /// How long a stream may be silent if the other end sends something every 15 seconds.
    private static let silence = Duration.seconds(60)

    /// The largest answer held as a whole, in bytes: a page, or an explained block, which contains it twice.
    private static let maximumBytes = 64 << 20

    /// A node that is queried on a loop that already runs.
    public init(at origin: Origin, on loop: EventLoop, token: BearerToken? = nil) {
        self.origin = origin
        self.token = token
        self.loop = loop
        client = Client(loop: loop)
    }

    /// Runs an operation that queries a node on the calling thread, and returns its result.
    ///
    /// - Parameters:
    ///   - token: what the node may want to see before it changes something.
    ///   - endsOnInterrupt: whether SIGINT and SIGTERM cancel `body`, which then throws
    ///     ``NodeError/Kind/interrupted``; otherwise they keep their usual effect.
    public static func run<Value: Sendable>(
        at origin: Origin, token: BearerToken? = nil, endsOnInterrupt: Bool = false,
        _ body: @escaping @Sendable (RemoteNode) async throws(NodeError) -> Value
    ) throws(NodeError) -> Value {
        let loop: EventLoop
        do throws(EventLoopError) {
            loop = try EventLoop()
        } catch {
            throw NodeError(.unreachable, "No connection can be made: \(error).")
        }
        let result = loop.run { () async -> Result<Value, NodeError> in
            let task = Task(executorPreference: loop) { () async -> Result<Value, NodeError> in
                do throws(NodeError) {
                    return .success(try await body(RemoteNode(at: origin, on: loop, token: token)))
                } catch {
                    return .failure(error)
                }
            }
            let signals = (endsOnInterrupt ? [SIGINT, SIGTERM] : []).map { number in
                EventSource.signal(number, on: loop) { task.cancel() }
            }
            let result = await task.value
            return withExtendedLifetime(signals) { result }
        }
        return try result.get()
    }
}

// MARK: - Requests

extension RemoteNode {
    /// The limits of an answer that comes soon.
    static var soon: ClientLimits {
        var limits = ClientLimits()
        limits.total = answerTime
        limits.connection = connectionTime
        limits.bodyBytes = maximumBytes
        return limits
    }

    /// The limits of an answer that may take any time.
    static var whenever: ClientLimits {
        var limits = soon
        limits.total = anyTime
        return limits
    }

    /// The limits of an answer of any length that is read as it arrives.
    static var streaming: ClientLimits {
        var limits = whenever
        limits.silence = silence
        limits.bodyBytes = Int.max - (1 << 30)
        return limits
    }

    /// Sends a request, and returns the body of a 2xx answer.
    func ask(
        _ method: HTTP.Method, _ target: String, body: [UInt8]? = nil, accepting accepted: String = "application/json",
        limits: ClientLimits = soon, receive: (@Sendable ([UInt8]) async -> Bool)? = nil
    ) async throws(NodeError) -> [UInt8] {
        let request = "\(method.rawValue) \(target.prefix { $0 != "?" })"
        let answer: Answer
        do throws(FetchError) {
            answer = try await client.send(
                method, target, body: body, accepting: accepted, token: token, host: origin.host, port: origin.port,
                limits: limits, receive: receive)
        } catch {
            throw NodeError(error, from: origin, to: request)
        }
        guard answer.isSuccess else {
            throw NodeError(status: answer.status, body: answer.body, from: origin, to: request)
        }
        return answer.body
    }

    /// Sends any request, and returns the JSON of the answer.
    ///
    /// - Parameters:
    ///   - target: the path and the query.
    ///   - body: what is posted; nil for a GET.
    ///   - seconds: how long the answer may take.
    public func ask(
        _ target: String, posting body: String? = nil, seconds: Double
    ) async throws(NodeError) -> JSONValue {
        var limits = Self.soon
        limits.total = .seconds(seconds)
        return try await ask(body == nil ? .get : .post, target, body: body.map { Array($0.utf8) }, limits: limits) {
            $0
        }.value
    }

    /// Requests something short, and parses it.
    func ask<Value: Sendable>(
        _ method: HTTP.Method, _ target: String, body: [UInt8]? = nil, limits: ClientLimits = soon,
        as read: (JSONValue) -> Value?
    ) async throws(NodeError) -> Answered<Value> {
        let bytes = try await ask(method, target, body: body, limits: limits)
        let request = "\(method.rawValue) \(target.prefix { $0 != "?" })"
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(parsing: bytes)
        } catch {
            throw .noAnswer(origin, request, .clientAnswerNoJSON, ["problem": .statement(error.statement)])
        }
        guard let value = read(document.root) else { throw .noAnswer(origin, request, .clientAnswerLacks) }
        return Answered(value: value, bytes: bytes)
    }
}
