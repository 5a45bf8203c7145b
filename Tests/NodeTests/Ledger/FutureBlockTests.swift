internal import API
internal import Chain
internal import Cryptography
internal import HTTP
internal import TestSupport
internal import Testing

@testable import Node
import Wording

/// What becomes of blocks that are ahead of the clock, and of whoever sends them.
@Suite("Blocks from the future")
struct FutureBlockTests {
    private let theirs: Blockchain
    private let ours: Blockchain
    private let peer: PeerAddress

    /// Of theirs, the last block is from the future, by our clock.
    init() throws {
        let scene = try LedgerScene()
        var chain = scene.ledger.chain
        for seconds in [5, 5, 100] { try scene.grow(&chain, after: seconds) }
        theirs = chain
        let now = try #require(chain.prefix(3).ledger).header.timestamp.seconds
        let rules = LedgerRules(scene.ledger.network, checking: try Ed25519()) { now }
        ours = Blockchain(rules: Rules(rules))
        peer = try .peer(1)
    }

    private func answer(beyond ours: Blockchain) -> Result<PeerChain, PeerFault> {
        let texts = theirs.blocks.map(\.text.description).joined(separator: ", ")
        return PeerAnswer.chain(in: Array("{\"chain\": [\(texts)], \"length\": 4}".utf8), beyond: ours)
    }

    private func status(of chain: Blockchain, _ number: Int) -> NodeStatus {
        NodeStatus.of(number, chain).with(work: chain.ledger?.header.work)
    }

    @Test func `what is before it is taken`() throws {
        let found = try answer(beyond: ours).get()
        #expect(found.longer == theirs.prefix(3))
        #expect(found.rest?.isNotYet == true)
        guard case .failure(let fault) = answer(beyond: try #require(found.longer)) else {
            Issue.record("the last block was taken")
            return
        }
        #expect(fault.isNotYet)
    }

    @Test func `its sender is not to blame, and is asked again after a while`() throws {
        let ours = try #require(try answer(beyond: ours).get().longer)
        guard case .failure(let fault) = answer(beyond: ours) else {
            throw PeerFault.noAnswer(Statement(.statusNotUnderstood))
        }
        var list = PeerList()
        try list.add([peer])
        var book = PeerBook(list, options: NodeOptions())
        var random = SeededGenerator(seed: 1)
        _ = book.heard(status(of: theirs, 1), from: peer, ours: status(of: ours, 2), now: 5, wallTime: 5)
        _ = book.failed(peer, fault, now: 5, wallTime: 5, using: &random)
        #expect(book[peer]?.state == .up && book[peer]?.failures == 0)
        #expect(book[peer]?.fault == fault, "people see why its chain is not ours")
        var sync = Sync()
        func next(_ second: Int) -> ChainFetch? {
            sync.next(among: book.all, heavierThan: ours.weight, now: .seconds(second), uptimeSeconds: second)
        }
        let fetch = try #require(next(5))
        sync.end(fetch)
        book.fetchedTooEarly(fetch, now: 5)
        #expect(next(14) == nil)
        #expect(next(15) != nil)
        #expect(book[peer]?.standing == .registered)
    }
}
