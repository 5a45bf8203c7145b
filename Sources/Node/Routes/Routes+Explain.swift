internal import API
internal import Chain
internal import HTTP
internal import Records
internal import Wording

/// Explaining a block: what is hashed, what is compared, and the result.
extension Routes {
    static func addExplaining(to router: inout Router, _ node: Node) {
        router.on(.get, .head, path: "/blocks/{block}/explain") { request in
            .soon {
                await withBlock(
                    named: request.parameters["block"], of: node, { explain($1, $0, for: request.client) },
                    orFallen: { await explain($0, node, for: request.client) })
            }
        }
        router.on(.post, path: "/blocks/explain", effect: .reads) { request in
            let chain = node.assumeIsolated { $0.chain }
            let isLong = { verifiesSignatures(chain) || node.isLong(neighbourBytes($0, chain)) }
            return reading(request, node, isLong: isLong) { .now(explain($0, chain)) }
        }
    }

    /// A block of the chain.
    private static func explain(_ height: Int, _ node: isolated Node, for client: ClientGroup) -> Outcome {
        let chain = node.chain
        let bytes = chain.blocks.textLength(at: height - 1) + BlockExplanation.neighbourBytes(at: height, in: chain)
        guard verifiesSignatures(chain) || node.isLong(bytes) else {
            return .now(.explanation(BlockExplanation(of: chain, at: height)))
        }
        return .soon { [node = node as Node] in
            await node.elsewhere(for: client) { .explanation(BlockExplanation(of: chain, at: height)) }
                ?? tooManyLongBodies(node)
        }
    }

    /// A block that fell out of the chain, behind the block before it, which may have fallen too.
    private static func explain(_ fallen: FoundFallenBlock, _ node: Node, for client: ClientGroup) async -> Response {
        let chain = await node.chain
        let explained = await node.elsewhere(for: client) {
            guard let document = try? JSONDocument(parsing: fallen.block.text.bytes) else {
                preconditionFailure("a block's text is JSON")
            }
            return Response.explanation(
                BlockExplanation(
                    document.root, sent: fallen.block.text.bytes, after: fallen.previous, in: chain))
        }
        return explained ?? tooManyLongBodies(node)
    }

    /// Whether signatures are verified for an explanation, which takes as long as reading long texts.
    private static func verifiesSignatures(_ chain: Blockchain) -> Bool { chain.ledger != nil }

    /// How much of the chain's text is read to explain a short body.
    private static func neighbourBytes(_ body: [UInt8], _ chain: Blockchain) -> Int {
        guard let value = try? JSONBody.value(of: body) else { return 0 }
        let index = value["index"] ?? value["block"]?["index"]
        return index?.integer.map { BlockExplanation.neighbourBytes(at: $0, in: chain) } ?? 0
    }

    private static func explain(_ body: [UInt8], _ chain: Blockchain) -> Response {
        let value: JSONValue
        do throws(JSONBodyError) {
            value = try JSONBody.value(of: body)
        } catch {
            return .error(.badRequest, error.statement.then(howTo))
        }
        guard let block = value["block"], value["index"] == nil else {
            return .explanation(BlockExplanation(value, sent: body, after: nil, in: chain))
        }
        guard let after = value["after"] else {
            return .explanation(BlockExplanation(block, sent: nil, after: nil, in: chain))
        }
        do throws(BlockFault) {
            let previous = try Block(after)
            return .explanation(BlockExplanation(block, sent: nil, after: previous, in: chain))
        } catch {
            return .error(.badRequest, Statement(.afterNotABlock, ["problem": .statement(error.statement)]).then(howTo))
        }
    }

    private static let howTo = Statement(.explainExample)
}

extension Response {
    fileprivate static func explanation(_ explanation: BlockExplanation) -> Response {
        .value(.ok, Explanation(explanation).text)
    }
}
