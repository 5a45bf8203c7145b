internal import Chain
internal import HTTP
internal import Storage

/// Saying of a block what is hashed, what is compared, and what comes of it.
extension Routes {
    static func addExplaining(to router: inout Router, _ node: Node) {
        router.on(.get, .head, path: "/blocks/{block}/explain") { request in
            .later {
                await withBlock(named: request.parameters["block"], of: node) { node, height in
                    .explanation(BlockExplanation(of: node.chain, at: height))
                }
            }
        }
        router.on(.post, path: "/blocks/explain") { request in .now(explain(request.body, node)) }
    }

    private static func explain(_ body: [UInt8], _ node: Node) -> Response {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONDocument(parsing: body).root
        } catch {
            return .error(.badRequest, "The body is not JSON: \(error). \(howTo)")
        }
        let chain = node.assumeIsolated { $0.chain }
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
            return .error(.badRequest, "What is given as \"after\" is no block: \(error). \(howTo)")
        }
    }

    private static let howTo =
        #"Send a block as it stands in /chain, or {"block": {...}, "after": {...}} to judge it behind another block."#
}

extension Response {
    /// The longest text that is repeated, in bytes: answers are put together on the loop.
    private static let maximumTextBytes = 1 << 20

    fileprivate static func explanation(_ explanation: BlockExplanation) -> Response {
        let text = explanation.block?.text
        let shown = text.flatMap { $0.bytes.count <= maximumTextBytes ? $0 : nil }
        let isCanonical = explanation.checks.first { $0.rule == .canonical }?.holds
        return .object(
            .ok,
            [
                "block": shown ?? .null,
                "bytes": text.map { .integer($0.bytes.count) } ?? .null,
                "canonical": isCanonical.map { .boolean($0) } ?? .null,
                "checks": .array(explanation.checks.map(\.text)),
                "guess": explanation.guess?.object ?? .null,
                "hash": explanation.block.map { .string($0.hash.description) } ?? .null,
                "holds": explanation.holds.map { .boolean($0) } ?? .null,
                "in_chain": .boolean(explanation.isInChain),
                "text": shown.map { .string($0.description) } ?? .null,
            ])
    }
}

extension BlockExplanation.Check {
    fileprivate var text: CanonicalText {
        .object([
            "expected": expected.map { .string($0) } ?? .null,
            "found": found.map { .string($0) } ?? .null,
            "holds": holds.map { .boolean($0) } ?? .null,
            "rule": .string(rule.rawValue),
            "says": .string(says),
        ])
    }
}

extension BlockExplanation.Guess {
    fileprivate var object: CanonicalText {
        .object([
            "difficulty": .integer(difficulty),
            "hash": .string(hash),
            "last_hash": .string(lastHash.description),
            "last_proof": .integer(lastProof),
            "proof": .integer(proof),
            "text": .string(text),
            "zeros": .integer(zeros),
        ])
    }
}
