internal import Chain
internal import HTTP
internal import Wording

/// The whole chain, as in the tutorial, and parts of it: from a block on, after a fork, or only if it has changed.
extension Routes {
    static func chain(_ node: isolated Node, _ request: Request) -> Response {
        // What is asked most often is answered without a look at names of a query.
        if request.query == nil { return node.currentAnswers.chain.response(to: request) }
        do throws(QueryError) {
            let query = try Query(request.query, knowing: Page.names + ["after", "above", "work"])
            if query.isEmpty { return node.currentAnswers.chain.response(to: request) }
            if query.has(anyOf: "after", "above", "work") {
                guard !query.has(anyOf: "from", "limit") else {
                    return .error(.badRequest, .afterBesidePage)
                }
                return try fork(node, query)
            }
            // Half of the maximum, so that a limit can be added.
            let from = try query.integer("from", in: 1...Int.max / 2) ?? 1
            let limit = try query.integer("limit", in: 1...Int.max / 2) ?? Int.max / 2
            let length = node.chain.length
            let range = min(from - 1, length)..<min(from - 1 + limit, length)
            return TaggedAnswer(node.chain, range, name: "-\(from)-\(range.upperBound)").response(to: request)
        } catch {
            return .error(.badRequest, error)
        }
    }

    /// The query of a node like this one: see ``ChainRequest``.
    private static func fork(_ node: isolated Node, _ query: Query) throws(QueryError) -> Response {
        guard let locator = try query["after"].flatMap({ ChainLocator($0) }) else {
            return .error(.badRequest, .afterMalformed, ["limit": .number(ChainLocator.maximumPlaces)])
        }
        let length = try query.integer("above", in: 0...Int.max) ?? 0
        let work = try query["work"].flatMap { UInt256(hexDigits: Array($0.utf8)[...]) }
        let request = ChainRequest(locator: locator, length: length, work: work)
        return .json(.ok, .pieces(ChainPieces(answering: request, node.chain, node.status)))
    }
}

extension TaggedAnswer {
    /// An answer to `GET /chain`, with all blocks.
    init(_ chain: Blockchain) {
        self.init(chain, 0..<chain.length, name: "")
    }

    /// The blocks at some positions; the name identifies the range. A block's hash covers all blocks up to it, so the
    /// newest one's makes the tag.
    init(_ chain: Blockchain, _ range: Range<Int>, name: String) {
        let pieces = ChainPieces(prefix: #"{"chain": ["#, chain, range, suffix: "], \"length\": \(chain.length)}\n")
        let isShort = pieces.length <= Self.shortBytes
        self.init(
            EntityTag(chain.tipHash.description + name), type: "application/json",
            isShort ? .bytes(pieces.joined()) : .pieces(pieces))
    }

    /// Up to this size, an answer is assembled once, not for each client.
    private static var shortBytes: Int { 16 * 1024 }
}
