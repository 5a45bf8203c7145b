internal import API
internal import Chain
internal import EventLoop
internal import HTTP
internal import Logging
internal import Node
internal import NodeClient
internal import Service
internal import Synchronization
internal import Wording

/// The cast of a story: nodes and forgers, all on one loop in this process. They speak HTTP to each other.
final class Company: Sendable {
    let loop: EventLoop
    private let services = Mutex<[NodeService]>([])
    private let forgers = Mutex<[Server]>([])

    /// How long an answer may take: a slow machine searches for several seconds.
    private static let answerSeconds = 120.0

    init(loop: EventLoop) {
        self.loop = loop
    }

    /// Starts a node on a port that the system picks; it stores nothing on disk.
    ///
    /// - Parameter ledger: the network of a node that keeps a ledger, and who is paid for its blocks.
    func node(
        _ name: String, gossips: Bool = false, ledger: (network: LedgerNetwork, miner: Address)? = nil
    ) async throws(StoryError) -> Player {
        var configuration = Configuration()
        if let ledger {
            configuration.rules = Configuration.ledgerName
            (configuration.network, configuration.payTo) = ledger
        } else {
            configuration.identifier = name
        }
        configuration.hosts = ["127.0.0.1"]
        configuration.port = 0
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
            return player(name, at: try await service.start().reach.url)
        } catch {
            throw .failed(error.description)
        }
    }

    /// Starts a peer that serves the forger's latest chain.
    func forger(_ name: String, _ forgery: Forgery) async throws(StoryError) -> Player {
        let server = Server(loop: loop) { request in
            guard request.path == "/chain" else { return .now(.error(.notFound, .noChainThere)) }
            return .now(.json(.ok, .bytes(forgery.answer)))
        }
        forgers.withLock { $0.append(server) }
        do throws(EventLoopError) {
            let port = try await server.listen(host: "127.0.0.1", port: 0)
            return player(name, at: "http://127.0.0.1:\(port)")
        } catch {
            throw .failed(error.description)
        }
    }

    private func player(_ name: String, at url: String) -> Player {
        guard let origin = try? Origin(url) else { preconditionFailure("a server knows where it listens") }
        return Player(name: name, node: RemoteNode(at: origin, on: loop))
    }

    /// Asks a player a question, and returns the answer.
    func ask(_ question: Question) async throws(StoryError) -> JSONValue {
        do throws(NodeError) {
            return try await question.player.node.ask(
                question.target, posting: question.body, seconds: Self.answerSeconds)
        } catch {
            throw StoryError(error, question)
        }
    }

    /// Asks a player what it has to refuse, and returns its reason.
    func refusal(of question: Question) async throws(StoryError) -> String {
        do throws(NodeError) {
            _ = try await question.player.node.ask(
                question.target, posting: question.body, seconds: Self.answerSeconds)
        } catch {
            guard case .refused = error.kind else { throw StoryError(error, question) }
            return error.description
        }
        throw .failed("\(question.player.name) takes what it had to refuse")
    }

    /// What a node says about itself.
    func status(of player: Player) async throws(StoryError) -> StatusAnswer {
        do throws(NodeError) {
            return try await player.node.status().value
        } catch {
            throw StoryError(error, player.get("/status"))
        }
    }

    /// Stops all servers.
    func leave() async {
        for service in services.withLock({ $0 }) { await service.stop() }
        for forger in forgers.withLock({ $0 }) { await forger.shutDown(grace: .milliseconds(100)) }
    }

    /// Closes the nodes' stores, after the loop has stopped.
    func close() {
        for service in services.withLock({ $0 }) { service.close() }
    }
}

/// A node or a forger, and its address.
struct Player: Sendable {
    let name: String
    let node: RemoteNode

    /// `http://host:port`.
    var url: String { node.origin.url }

    /// In the form in which a node names its peers.
    var address: String { node.origin.description }

    func get(_ target: String) -> Question { Question(player: self, target: target, body: nil) }

    func post(_ target: String, _ body: String) -> Question { Question(player: self, target: target, body: body) }
}

/// A request, as it is sent and as it is typed.
struct Question: Sendable {
    let player: Player
    let target: String
    let body: String?

    /// As a curl command, on lines that fit.
    var command: [String] {
        // A shell would interpret & and ?.
        let isPlain = !target.contains { "?&".contains($0) }
        let url = isPlain ? "\(player.url)\(target)" : "\"\(player.url)\(target)\""
        guard let body else { return ["curl \(url)"] }
        return ["curl \(url) \\", "  -d '\(body)'"]
    }
}

extension StoryError {
    fileprivate init(_ error: NodeError, _ question: Question) {
        // The text continues with another sentence.
        let reason = error.description.hasSuffix(".") ? String(error.description.dropLast()) : error.description
        self =
            switch error.kind {
            case .interrupted: .interrupted
            case .refused: .failed("\(question.player.name) refuses \(question.target): \(reason)")
            case .unreachable, .noAnswer:
                .failed("\(question.player.name) does not answer \(question.target): \(reason)")
            }
    }
}
