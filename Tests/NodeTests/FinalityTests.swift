internal import Chain
internal import EventLoop
internal import TestSupport
internal import Testing

@testable import Node
import Wording

@Suite("What no longer chain replaces")
struct FinalityTests {
    private func finality(maximumReorg: Int? = nil, _ checkpoints: [Checkpoint] = []) -> Finality {
        var finality = Finality()
        finality.maximumReorg = maximumReorg
        finality.checkpoints = checkpoints
        return finality
    }

    private func checkpoint(_ chain: Blockchain, _ height: Int) -> Checkpoint {
        Checkpoint(height: height, hash: chain.blocks.hash(at: height - 1))
    }

    private func fault(_ finality: Finality, _ theirs: Blockchain, replacing ours: Blockchain) -> String? {
        finality.fault(of: theirs, replacing: ours, commonLength: ours.commonLength(with: theirs))?.description
    }

    @Test func `as many blocks may be replaced as were allowed, and no more`() throws {
        let ours = try Blockchain.mined(length: 6)
        let theirs = try ours.prefix(3).extended(to: 8, timestamp: 2.5)
        #expect(fault(finality(), theirs, replacing: ours) == nil)
        #expect(fault(finality(maximumReorg: 3), theirs, replacing: ours) == nil)
        #expect(
            fault(finality(maximumReorg: 2), theirs, replacing: ours)
                == "it would replace the newest 3 blocks here, and --max-reorg allows 2")
        #expect(fault(finality(maximumReorg: 1), try ours.extended(to: 60), replacing: ours) == nil)
    }

    @Test func `a chain that reaches a checkpoint must have its block`() throws {
        let (ours, theirs) = (try Blockchain.mined(length: 6), try Blockchain.mined(length: 8, timestamp: 2.5))
        let wanted = finality([checkpoint(ours, 4), checkpoint(ours, 2)])
        #expect(wanted.contradiction(of: ours) == nil)
        #expect(wanted.contradiction(of: ours.prefix(1)) == nil)
        let found = fault(wanted, theirs, replacing: ours)
        #expect(found?.hasPrefix("block 4 is \(theirs.blocks.hash(at: 3)), and --checkpoint asks for ") == true)
        #expect(wanted.next(for: ours.prefix(1))?.height == 4)
        #expect(wanted.next(for: ours) == nil)
    }

    @Test func `a chain that brings the checkpoint replaces any number of blocks below it`() throws {
        let (wrong, right) = (try Blockchain.mined(length: 5), try Blockchain.mined(length: 8, timestamp: 2.5))
        #expect(fault(finality(maximumReorg: 1), right, replacing: wrong) != nil)
        #expect(fault(finality(maximumReorg: 1, [checkpoint(right, 7)]), right, replacing: wrong) == nil)
    }

    @Test func `a checkpoint is written as an index and a hash`() throws {
        let hash = String(repeating: "0a", count: 32)
        #expect(Checkpoint("12-\(hash)")?.description == "12-\(hash)")
        for text in [
            "", "-", "12", "12-", "0-\(hash)", "-\(hash)", "+1-\(hash)", "1-\(hash)0", "1-\(hash.uppercased())",
        ] {
            #expect(Checkpoint(text) == nil, "\(text)")
        }
    }

    @Test func `a round refuses such a chain, says so, and takes the next best`() async throws {
        try await withLoop { loop in
            let network = StubNetwork()
            let ours = try Blockchain.mined(length: 5)
            let deep = try Blockchain.mined(length: 9, timestamp: 2.5)
            let good = try ours.extended(to: 7)
            var options = NodeOptions()
            options.finality.maximumReorg = 2
            options.finality.checkpoints = [checkpoint(ours, 1)]
            let node = try Node.stub(
                on: loop, peers: [.peer(0), .peer(1)], network: network, options: options)
            try network.set(.peer(0)) { .success(ours) }
            #expect(try await node.resolved().wasReplaced)
            try network.set(.peer(0)) { .success(deep) }
            try network.set(.peer(1)) { .success(good) }
            let verdicts = try await node.resolved().findings.map(\.verdict.description)
            #expect(
                verdicts == ["refused: it would replace the newest 4 blocks here, and --max-reorg allows 2", "taken"])
            #expect(await node.chain == good)
            #expect(await node.metrics.refusedChains == [.tooDeep: 1])
            #expect(await node.peers[try .peer(0)]?.state == .down)
        }
    }

    @Test func `nothing is mined below a checkpoint, and the chain that has it is taken`() async throws {
        try await withLoop { loop in
            let network = StubNetwork()
            let right = try Blockchain.mined(length: 4, timestamp: 2.5)
            var options = NodeOptions()
            options.finality.checkpoints = [checkpoint(right, 3)]
            let node = try Node.stub(on: loop, peers: [.peer(0)], network: network, options: options)
            await #expect(throws: MiningError.belowCheckpoint(checkpoint(right, 3), length: 1)) {
                _ = try await node.mine()
            }
            let wrong = try Blockchain.mined(length: 6)
            try network.set(.peer(0)) { .success(wrong) }
            #expect(try await node.resolved().wasReplaced == false)
            try network.set(.peer(0)) { .success(right) }
            #expect(try await node.resolved().wasReplaced)
            _ = try await node.mine()
            #expect(await node.chain.length == 5)
        }
    }
}
