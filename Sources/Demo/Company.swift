internal import Chain
internal import EventLoop
internal import HTTP
internal import Logging
internal import Node
internal import Synchronization

/// Everybody who plays: nodes and forgers, all on one loop in this process, which speak HTTP to each other.
final class Company: Sendable {
    let loop: EventLoop
    private let client: Client
    private let services = Mutex<[NodeService]>([])
    private let forgers = Mutex<[Server]>([])

    /// How long the nodes' answers may take: a slow machine searches for some seconds.
    private static let answerTime = Duration.seconds(120)

    init(loop: EventLoop) {
        self.loop = loop
        client = Client(loop: loop)
    }

    /// Starts a node on a port that the system picks; it keeps nothing.
    func node(_ name: String, gossips: Bool = false) async throws(StoryError) -> Player {
        var configuration = Configuration()
        configuration.host = "127.0.0.1"
        configuration.port = 0
        configuration.identifier = name
        configuration.options.gossips = gossips
        let logger = Logger(label: "forgechain.demo") { _ in SwiftLogNoOpLogHandler() }
        let service: NodeService
        do throws(NodeServiceError) {
            service = try NodeService(configuration, on: loop, logger: logger)
        } catch {
            throw .failed(error.description)
        }
        services.withLock { $0.append(service) }
        do throws(EventLoopError) {
            let url = try await service.start()
            guard let port = url.split(separator: ":").last.flatMap({ UInt16($0) }) else {
                preconditionFailure("a node's address ends with its port")
            }
            return Player(name: name, port: port)
        } catch {
            throw .failed(error.description)
        }
    }

    /// Starts a peer whose chain is whatever the forger has made of it last.
    func forger(_ name: String, _ forgery: Forgery) async throws(StoryError) -> Player {
        let server = Server(loop: loop) { request in
            guard request.path == "/chain" else { return .now(.error(.notFound, "A forger has a chain only.")) }
            return .now(.json(.ok, .bytes(forgery.answer)))
        }
        forgers.withLock { $0.append(server) }
        do throws(EventLoopError) {
            return Player(name: name, port: try await server.listen(host: "127.0.0.1", port: 0))
        } catch {
            throw .failed(error.description)
        }
    }

    /// Asks somebody something, and gives the answer, whatever its status.
    func ask(_ question: Question) async throws(StoryError) -> (status: Int, value: JSONValue) {
        var limits = ClientLimits()
        limits.total = Self.answerTime
        let answer: Answer
        do throws(FetchError) {
            answer = try await client.send(
                question.body == nil ? .get : .post, question.target, body: question.body.map { Array($0.utf8) },
                host: "127.0.0.1", port: question.player.port, limits: limits)
        } catch {
            if Task.isCancelled { throw .interrupted }
            throw .failed("\(question.player.name) does not answer: \(error)")
        }
        guard let value = try? JSONDocument(parsing: answer.body).root else {
            throw .failed("what \(question.player.name) answers is not JSON")
        }
        return (answer.status, value)
    }

    /// Ends all servers.
    func leave() async {
        for service in services.withLock({ $0 }) { await service.stop() }
        for forger in forgers.withLock({ $0 }) { await forger.shutDown(grace: .milliseconds(100)) }
    }

    /// Closes what the nodes have kept, when the loop stands still.
    func close() {
        for service in services.withLock({ $0 }) { service.close() }
    }
}

/// Somebody who listens.
struct Player: Hashable, Sendable {
    let name: String
    let port: UInt16

    var address: String { "127.0.0.1:\(port)" }
    var url: String { "http://\(address)" }

    func get(_ target: String) -> Question { Question(player: self, target: target, body: nil) }

    func post(_ target: String, _ body: String) -> Question { Question(player: self, target: target, body: body) }
}

/// A request, as it is made and as it is typed.
struct Question: Sendable {
    let player: Player
    let target: String
    let body: String?

    /// As curl makes it, on lines that fit.
    var command: [String] {
        // A shell takes & and ? otherwise.
        let isPlain = !target.contains { "?&".contains($0) }
        let url = isPlain ? "\(player.url)\(target)" : "\"\(player.url)\(target)\""
        guard let body else { return ["curl \(url)"] }
        return ["curl \(url) \\", "  -d '\(body)'"]
    }
}
