internal import Chain
internal import HTTP
internal import Storage

/// Peers: who they are, how they are, and what they tell.
extension Routes {
    static func addPeers(to router: inout Router, _ node: Node) {
        router.on(.post, path: "/nodes/register") { registerNodes(node, $0) }
        router.on(.get, .post, path: "/nodes/resolve") { _ in .later { await resolve(node) } }
        router.on(.get, .head, path: "/nodes") { _ in node.assumeIsolated { .now(nodes($0)) } }
        router.on(.delete, path: "/nodes/{address}") { removeNode(node, $0) }
        router.on(.post, path: "/gossip") { gossip(node, $0) }
    }

    /// Reads the body at once, so that nothing holds on to it while the peers wait for the disk.
    private static func registerNodes(_ node: Node, _ request: Request) -> Outcome {
        guard let value = try? JSONDocument(parsing: request.body).root, let nodes = value["nodes"]?.elements else {
            return .now(.error(.badRequest, #"\#(complaint), such as {"nodes": ["http://192.168.0.5:5000"]}."#))
        }
        guard nodes.count <= PeerList.maximumCount else {
            return .now(.error(.badRequest, "\(complaint): at most \(PeerList.maximumCount) in one request."))
        }
        var addresses: [PeerAddress] = []
        for (position, element) in nodes.enumerated() {
            guard let text = element.string else {
                return .now(.error(.badRequest, "\(complaint): entry \(position + 1) is not a string."))
            }
            do throws(PeerAddressError) {
                addresses.append(try PeerAddress(text))
            } catch {
                return .now(.error(.badRequest, "\(complaint): \(error)"))
            }
        }
        let all = addresses
        return .later { await register(node, all) }
    }

    private static let complaint = "Error: Please supply a valid list of nodes"

    private static func register(_ node: Node, _ addresses: [PeerAddress]) async -> Response {
        do throws(RegistrationError) {
            try await node.registerNodes(addresses)
        } catch {
            return notKept(error)
        }
        return .object(
            .created,
            [
                "message": .string("New nodes have been added"),
                "total_nodes": addressList(await node.peers),
            ])
    }

    private static func removeNode(_ node: Node, _ request: Request) -> Outcome {
        do throws(PeerAddressError) {
            let address = try PeerAddress(request.parameters["address"])
            return .later { await remove(node, address) }
        } catch {
            return .now(.error(.badRequest, error.description))
        }
    }

    private static func remove(_ node: Node, _ address: PeerAddress) async -> Response {
        do throws(RegistrationError) {
            guard try await node.removeNode(address) else {
                return .error(.notFound, "\(address) is no peer of this node. GET /nodes lists them.")
            }
        } catch {
            return notKept(error)
        }
        return .object(
            .ok, ["message": .string("The node has been removed"), "total_nodes": addressList(await node.peers)])
    }

    private static func notKept(_ error: RegistrationError) -> Response {
        switch error {
        case .tooMany(let error): .error(.badRequest, "\(complaint): \(error)")
        case .tooManyWaiting: .tooManyWaiting
        case .notKept(let error): .notKept(error)
        }
    }

    private static func nodes(_ node: isolated Node) -> Response {
        .object(
            .ok,
            ["nodes": addressList(node.peers), "peers": .array(node.peers.all.map(\.text))])
    }

    private static func addressList(_ peers: PeerList) -> CanonicalText {
        .array(peers.addresses.map { .string($0.description) })
    }

    private static var noGossip: Response {
        .error(.notFound, "This node doesn't gossip. Start it with --gossip.")
    }

    /// Reads the body at once, so that nothing holds on to it while the transactions wait for the disk.
    private static func gossip(_ node: Node, _ request: Request) -> Outcome {
        guard node.options.gossips else { return .now(noGossip) }
        let host = request.remoteHost
        do throws(GossipError) {
            let message = try GossipMessage(parsing: request.body)
            return .later {
                guard let answer = await node.receive(message, from: host) else { return noGossip }
                return .value(.ok, answer.text)
            }
        } catch {
            return .now(.error(.badRequest, error.description))
        }
    }
}

// MARK: - Rounds of consensus

extension Routes {
    private static func resolve(_ node: Node) async -> Response {
        guard let resolution = await node.resolveConflicts() else {
            return .error(.serviceUnavailable, "The node did not wait for its peers: it is shutting down or too busy.")
        }
        if let failure = resolution.failure { return .notKept(failure) }
        let chain = await node.chain
        let peers = CanonicalText.array(resolution.findings.map(\.text))
        let pieces =
            resolution.wasReplaced
            ? ChainPieces(
                prefix: #"{"message": "Our chain was replaced", "new_chain": ["#, chain,
                suffix: "], \"peers\": \(peers)}\n")
            : ChainPieces(
                prefix: #"{"chain": ["#, chain,
                suffix: "], \"message\": \"Our chain is authoritative\", \"peers\": \(peers)}\n")
        return .json(.ok, .pieces(pieces))
    }
}

extension Resolution.Finding {
    /// As an object.
    fileprivate var text: CanonicalText {
        .object([
            "address": .string(address.description),
            "length": length.map { .integer($0) } ?? .null,
            "verdict": .string(verdict),
        ])
    }
}

extension Peer {
    /// As an object.
    var text: CanonicalText {
        .object([
            "address": .string(address.description),
            "failures": .integer(failures),
            "fault": fault.map { .string($0.description) } ?? .null,
            "found": .boolean(isFound),
            "gossip": status.map { .boolean($0.gossips) } ?? .null,
            "last_seen": lastSeen.map { .double($0) } ?? .null,
            "length": length.map { .integer($0) } ?? .null,
            "state": .string(state.rawValue),
            "version": status.map { .string($0.version) } ?? .null,
        ])
    }
}
