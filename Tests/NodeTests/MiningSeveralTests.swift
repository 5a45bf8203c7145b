internal import Chain
internal import HTTP
internal import TestSupport
internal import Testing

@testable import Node

@Suite("Mining several blocks by one request", .timeLimit(.minutes(5)))
struct MiningSeveralTests {
    private let peer: PeerAddress
    private let network = StubNetwork()
    private let prover = GatedProver()

    init() throws {
        peer = try PeerAddress.peer(1)
    }

    /// Asks a node as a client does.
    private func ask(_ node: Node, _ query: String) -> Task<Response?, Never> {
        Task(executorPreference: node.executor) {
            let request = Request(method: .get, path: "/mine", query: query)
            return await Routes.router(for: node).handle(request).response
        }
    }

    /// Gives a node a chain of this length while it searches.
    private func overtake(_ node: Node, length: Int) async throws {
        let chain = try Blockchain.mined(length: length, timestamp: Double(length))
        network.set(peer) { .success(chain) }
        #expect(try await node.resolved().wasReplaced)
    }

    private func text(of response: Response?) -> String {
        guard case .bytes(let bytes)? = response?.body else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [1, 2])
    func `is begun anew as often as there are blocks to forge, and then given up`(count: Int) async throws {
        try await withLoop { loop in
            let node = try Node.stub(on: loop, peers: [peer], network: network, prover: prover)
            let answer = ask(node, "count=\(count)")
            for round in 0...count {
                try await eventually { prover.begunCount == round + 1 }
                try await overtake(node, length: 3 + round)
            }
            let response = await answer.value
            #expect(response?.status == .conflict)
            #expect(text(of: response).contains("Before that, 0 of them were forged."))
            #expect(prover.begunCount == count + 1)
            #expect(await node.chain.length == 3 + count)
        }
    }

    @Test func `goes on where the longer chain ends`() async throws {
        try await withLoop { loop in
            let node = try Node.stub(on: loop, peers: [peer], network: network, prover: prover)
            let answer = ask(node, "count=2")
            try await eventually { prover.begunCount == 1 }
            try await overtake(node, length: 5)
            prover.gate.open()
            let response = await answer.value
            #expect(response?.status == .ok)
            #expect(text(of: response).contains(#""index": 6, "#) && text(of: response).contains(#""index": 7, "#))
            #expect(await node.chain.length == 7)
        }
    }
}
