internal import API
internal import Chain
internal import HTTP
internal import Records
internal import Wording

/// Peers: their addresses and state, and what they announce.
extension Routes {
    static func addPeers(to router: inout Router, _ node: Node, _ access: Access) {
        router.on(.post, path: "/nodes/register") { registerNodes(node, $0, by: access.registrant(of: $0)) }
        router.on(.get, .post, path: "/nodes/resolve", effect: .changes) { request in
            do throws(QueryError) {
                let isSummary = try Query(request.query, knowing: ["summary"]).flag("summary")
                return .later { await resolve(node, isSummary: isSummary, for: request.client) }
            } catch {
                return .now(.error(.badRequest, error))
            }
        }
        router.on(.get, .head, path: "/nodes") { request in
            let hasDetails = node.options.tellsStrangersDetails || access.isOwner(request)
            return node.assumeIsolated { .now(nodes($0, hasDetails: hasDetails)) }
        }
        router.on(.get, .head, path: "/nodes/{address}/blocks") { request in
            let hasDetails = node.options.tellsStrangersDetails || access.isOwner(request)
            return look(node, request, hasDetails: hasDetails)
        }
        router.on(.delete, path: "/nodes/{address}") { removeNode(node, $0) }
        router.on(.post, path: "/gossip", effect: .announces) { gossip(node, $0) }
    }

    /// Reads the body first, so that nothing holds on to it while the peers wait for the disk.
    private static func registerNodes(_ node: Node, _ request: Request, by client: ClientGroup?) -> Outcome {
        reading(request, node) { registerNodes($0, node, by: client) }
    }

    private static func registerNodes(_ body: [UInt8], _ node: Node, by client: ClientGroup?) -> Outcome {
        let value: JSONValue
        do throws(JSONBodyError) {
            value = try JSONBody.value(of: body)
        } catch {
            return .now(.error(.badRequest, Statement(.nodesMissing).then(error.statement)))
        }
        guard let nodes = value["nodes"]?.elements else {
            return .now(.error(.badRequest, statement(onNodesIn: value)))
        }
        let maximumCount = node.options.limits.peers.count
        guard nodes.count <= maximumCount else {
            return .now(.error(.badRequest, .nodesTooMany, ["limit": .number(maximumCount)]))
        }
        var addresses: [PeerAddress] = []
        for (position, element) in nodes.enumerated() {
            guard let text = element.string else {
                return .now(.error(.badRequest, .nodesEntryNotAString, ["entry": .number(position + 1)]))
            }
            do throws(OriginError) {
                addresses.append(try PeerAddress(text))
            } catch {
                return .now(.error(.badRequest, .nodesRefused, ["problem": .statement(error.ofPeer)]))
            }
            if let refusal = node.options.allowedPeers.refusal(of: addresses[position]) {
                return .now(.error(.badRequest, .nodesRefused, ["problem": .statement(refusal)]))
            }
        }
        let all = addresses
        return .soon { await register(node, all, by: client) }
    }

    /// What stands in place of a list of nodes.
    private static func statement(onNodesIn value: JSONValue) -> Statement {
        let missing = Statement(.nodesMissing)
        if value.kind == .array { return missing.then(Statement(.nodesWithoutName)) }
        if value["nodes"] != nil { return missing.then(Statement(.nodesNotInBrackets)) }
        return OtherNames.nodes.statements(on: value).reduce(missing) { $0.then($1) }
    }

    private static func register(
        _ node: Node, _ addresses: [PeerAddress], by client: ClientGroup?
    ) async -> Response {
        do throws(RegistrationError) {
            try await node.registerNodes(addresses, by: client)
        } catch {
            return notKept(error)
        }
        return .value(.created, receipt("New nodes have been added", await node.peers).text)
    }

    private static func removeNode(_ node: Node, _ request: Request) -> Outcome {
        do throws(OriginError) {
            let address = try PeerAddress(request.parameters["address"])
            return .soon { await remove(node, address) }
        } catch {
            return .now(.error(.badRequest, error.ofPeer))
        }
    }

    private static func remove(_ node: Node, _ address: PeerAddress) async -> Response {
        do throws(RegistrationError) {
            guard try await node.removeNode(address) else {
                return .error(.notFound, .peerUnknown, ["address": .text("\(address)")])
            }
        } catch {
            return notKept(error)
        }
        return .value(.ok, receipt("The node has been removed", await node.peers).text)
    }

    private static func notKept(_ error: RegistrationError) -> Response {
        switch error {
        case .tooMany(let error): .error(.badRequest, .nodesRefused, ["problem": .statement(error.statement)])
        case .tooManyWaiting: .tooManyWaiting
        case .notKept(let error): .notKept(error)
        }
    }

    /// - Parameter hasDetails: whether it says why a peer isn't reached.
    private static func nodes(_ node: isolated Node, hasDetails: Bool) -> Response {
        .value(.ok, PeersAnswer(node.peers.all.map { hasDetails ? $0.info : $0.plain.info }).text)
    }

    private static func receipt(_ message: String, _ peers: PeerBook) -> PeersReceipt {
        PeersReceipt(message: message, addresses: peers.addresses.map(\.description))
    }

    private static var noGossip: Response {
        .error(.notFound, .gossipOff)
    }

    /// Reads the body first, so that nothing holds on to it while the transactions wait for the disk.
    private static func gossip(_ node: Node, _ request: Request) -> Outcome {
        guard node.options.gossips else { return .now(noGossip) }
        let (host, isPassedOn) = (request.remoteHost, request.isPassedOn && !request.isVouchedFor)
        return reading(request, node) { gossip($0, node, from: host, isPassedOn) }
    }

    private static func gossip(_ body: [UInt8], _ node: Node, from host: String, _ isPassedOn: Bool) -> Outcome {
        do throws(GossipError) {
            let message = try GossipMessage(parsing: body)
            return .soon {
                guard let answer = await node.receive(message, from: host, isPassedOn: isPassedOn) else {
                    return noGossip
                }
                return .value(.ok, answer.text)
            }
        } catch {
            return .now(.error(.badRequest, error))
        }
    }
}

// MARK: - Rounds of consensus

extension Routes {
    /// - Parameter isSummary: whether the answer has the chain's length in place of the chain.
    private static func resolve(_ node: Node, isSummary: Bool, for client: ClientGroup) async -> Response {
        guard let resolution = await node.resolveConflicts(for: client.number) else {
            return .error(.serviceUnavailable, .resolveNotAwaited)
        }
        if let failure = resolution.failure { return .notKept(failure) }
        let chain = await node.chain
        let answer = ResolutionAnswer(
            wasReplaced: resolution.wasReplaced, verdicts: resolution.findings.map(\.answer))
        if isSummary { return .value(.ok, answer.summary(length: chain.length)) }
        let (prefix, suffix) = answer.frame
        return .json(.ok, .pieces(ChainPieces(prefix: prefix, chain, suffix: suffix)))
    }
}

extension Resolution.Finding {
    fileprivate var answer: Verdict {
        Verdict(address: address.description, length: length, verdict: verdict)
    }
}

extension Peer {
    /// What those see of it who must not learn from its faults what listens where.
    var plain: Peer {
        var peer = self
        peer.fault = fault?.plain
        return peer
    }

    /// The answer about it.
    var info: PeerInfo {
        PeerInfo(
            address: address.description, state: state.rawValue, length: length, tip: tip?.description,
            work: status?.work?.hexText, lastSeen: lastSeen, gossips: status?.gossips, version: status?.version,
            failures: failures, fault: fault?.statement,
            isFound: isFound)
    }
}
