internal import API
internal import Chain
internal import HTTP

/// A look at a peer's newest blocks.
extension Routes {
    /// - Parameter hasDetails: whether the answer may say why a peer isn't reached.
    static func look(_ node: Node, _ request: Request, hasDetails: Bool) -> Outcome {
        do {
            let address = try PeerAddress(request.parameters["address"])
            let query = try Query(request.query, knowing: Page.names)
            let from = try query.integer("from", in: 1...Int.max / 2) ?? 1
            let limit = try query.integer("limit", in: 1...PeerLook.maximumCount) ?? PeerLook.maximumCount
            let client = request.client
            return .soon { await look(node, address, from: from, limit: limit, for: client, hasDetails: hasDetails) }
        } catch let error as OriginError {
            return .now(.error(.badRequest, error.sentence(about: peerAddress)))
        } catch {
            return .now(.error(.badRequest, "\(error)"))
        }
    }

    /// - Parameters:
    ///   - from: the lowest index that is wanted.
    ///   - limit: how many blocks at most, the newest.
    private static func look(
        _ node: Node, _ address: PeerAddress, from: Int, limit: Int, for client: ClientGroup, hasDetails: Bool
    ) async -> Response {
        guard await node.peers[address] != nil else {
            return .error(
                .notFound,
                "\(address) is no peer of this node, and it looks at no others. GET /nodes lists them; POST "
                    + "/nodes/register makes one known.")
        }
        guard let seen = await node.look(at: address, for: client) else {
            return .error(.serviceUnavailable, "\(PeerLooks.maximumAtOnce) peers are being looked at. Try again soon.")
        }
        let (look, fault) = Self.parts(of: seen.outcome, hasDetails: hasDetails)
        let blocks = (look?.blocks ?? []).filter { $0.index >= from }.suffix(limit)
        return await node.answer { node in
            .value(
                .ok,
                PeerBlocks(
                    address: address.description, asked: seen.secondsSince1970, length: look?.length,
                    blocks: blocks.map { PeerBlock($0, isInChain: node.chain.has($0.hash, at: $0.index)) },
                    fault: fault?.description
                ).text)
        }
    }
}

extension Routes {
    private static func parts(of outcome: PeerLooks.Outcome, hasDetails: Bool) -> (look: PeerLook?, fault: PeerFault?) {
        switch outcome {
        case .success(let look): (look, nil)
        case .failure(let fault): (nil, hasDetails ? fault : fault.plain)
        }
    }
}

extension PeerBlock {
    fileprivate init(_ block: PeerLook.Block, isInChain: Bool) {
        self.init(
            index: block.index, hash: block.hash.description, previousHash: block.previousHash?.description,
            timestamp: block.timestamp, transactionCount: block.transactionCount, miner: block.miner,
            isLinked: block.isLinked, isInChain: isInChain)
    }
}
