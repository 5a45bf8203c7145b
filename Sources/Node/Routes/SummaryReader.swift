internal import API
internal import Chain
internal import EventLoop
internal import HTTP
internal import Records

/// Reads summaries of blocks away from the loop: the longest block takes up to 50 milliseconds.
actor SummaryReader {
    /// Shared by all requests, so that they take at most one processor, however many there are.
    static let forAnswers = SummaryReader()

    /// Events don't wait for requests.
    static let forEvents = SummaryReader()

    private let queue = QueueExecutor(label: "forgechain.summaries")

    nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    /// Summaries of the blocks at some positions, up to this many bytes of texts; at least one.
    func summaries(of chain: Blockchain, _ range: Range<Int>, textBytes: Int) -> [BlockSummary] {
        chain.summaries(range, textBytes: textBytes)
    }

    /// The same; none for a client that has left while other requests came first.
    func summariesUnlessCancelled(of chain: Blockchain, _ range: Range<Int>, textBytes: Int) -> [BlockSummary] {
        Task.isCancelled ? [] : chain.summaries(range, textBytes: textBytes)
    }
}

extension Routes {
    /// How many bytes of texts are read for a page of summaries, or one block of any length: enough for a full page of
    /// usual blocks, and more than any block has.
    private static let summarizedBytes = 16 << 20

    /// A page of blocks without their transactions.
    static func summaries(_ node: Node, _ chain: Blockchain, _ page: Page) async -> Response {
        let range = page.range(of: chain.length)
        do {
            let answer = try await node.ask { _ in
                await SummaryReader.forAnswers.summariesUnlessCancelled(
                    of: chain, range, textBytes: summarizedBytes)
            }
            guard let summaries = answer else { return .tooManyQuestions }
            return .object(
                .ok,
                [
                    "blocks": .array(summaries.map(\.object)),
                    "from": .integer(page.from),
                    "limit": .integer(page.limit),
                    "next": page.next(after: summaries.count, of: chain.length),
                    "total": .integer(chain.length),
                ])
        } catch {
            return await node.couldNotRead(error)
        }
    }
}
