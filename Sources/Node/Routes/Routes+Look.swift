internal import API
internal import Chain
internal import HTTP
internal import Wording

/// A look at a peer's newest blocks.
extension Routes {
    /// - Parameter hasDetails: whether the answer may say why a peer isn't reached.
    static func look(_ node: Node, _ request: Request, hasDetails: Bool) -> Outcome {
        let address: PeerAddress
        do throws(OriginError) {
            address = try PeerAddress(request.parameters["address"])
        } catch {
            return .now(.error(.badRequest, error.ofPeer))
        }
        do throws(QueryError) {
            let query = try Query(request.query, knowing: Page.names)
            let from = try query.integer("from", in: 1...Int.max / 2) ?? 1
            let limit = try query.integer("limit", in: 1...PeerLook.maximumCount) ?? PeerLook.maximumCount
            let client = request.client
            return .soon { await look(node, address, from: from, limit: limit, for: client, hasDetails: hasDetails) }
        } catch {
            return .now(.error(.badRequest, error))
        }
    }

    /// - Parameters:
    ///   - from: the lowest index that is wanted.
    ///   - limit: how many blocks at most, the newest.
    private static func look(
        _ node: Node, _ address: PeerAddress, from: Int, limit: Int, for client: ClientGroup, hasDetails: Bool
    ) async -> Response {
        guard await node.peers[address] != nil else {
            return .error(.notFound, .peerNotLookedAt, ["address": .text("\(address)")])
        }
        guard let seen = await node.look(at: address, for: client) else {
            return .error(.serviceUnavailable, .looksFull, ["count": .number(PeerLooks.maximumAtOnce)])
        }
        let (look, fault) = Self.parts(of: seen.outcome, hasDetails: hasDetails)
        let blocks = (look?.blocks ?? []).filter { $0.index >= from }.suffix(limit)
        return await node.answer { node in
            .value(
                .ok,
                PeerBlocks(
                    address: address.description, asked: seen.secondsSince1970, length: look?.length,
                    blocks: blocks.map { PeerBlock($0, isInChain: node.chain.has($0.hash, at: $0.index)) },
                    fault: fault?.statement
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
