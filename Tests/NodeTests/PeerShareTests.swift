internal import EventLoop
internal import HTTP
internal import TestSupport
internal import Testing

@testable import Node
import Wording

/// Who gets how many of the places for peers.
@Suite("Shares of the places for peers")
struct PeerShareTests {
    /// Registers peers one by one until there is no place, and returns how many were taken.
    private func fill(_ list: inout PeerList, _ host: String?, from number: Int) throws -> Int {
        let client = host.map { ClientGroup(address: $0) }
        var count = 0
        while count < PeerList.maximumCount {
            do throws(PeerListError) {
                try list.add([address(number + count)], by: client)
            } catch {
                #expect(error == .full || error == .shareIsFull(count: count))
                break
            }
            count += 1
        }
        #expect(list.brokenInvariant == nil)
        return count
    }

    private func address(_ number: Int) -> PeerAddress {
        guard let address = try? PeerAddress("10.\(number / 250).\(number % 250).1:5000") else {
            preconditionFailure("it is an address")
        }
        return address
    }

    @Test func `each client takes half of what is left, and the owner all of it`() throws {
        var list = PeerList()
        #expect(try fill(&list, "10.0.0.1", from: 0) == 64)
        #expect(try fill(&list, "10.0.0.2", from: 1_000) == 32)
        #expect(try fill(&list, nil, from: 2_000) == 32)
        #expect(try fill(&list, "10.0.0.3", from: 3_000) == 0)
    }

    @Test func `all of a list are registered, or none`() throws {
        var list = PeerList()
        let client = ClientGroup(address: "10.0.0.1")
        #expect(throws: PeerListError.self) { try list.add((0..<65).map(address), by: client) }
        #expect(list.addresses.isEmpty)
        try list.add((0..<64).map(address), by: client)
        #expect(list.addresses.count == 64)
    }

    /// What a client is told who wants to register peers with these numbers.
    private func refusal(_ numbers: Range<Int>, of list: PeerList, by host: String) -> String {
        do throws(PeerListError) {
            var list = list
            try list.add(numbers.map(address), by: ClientGroup(address: host))
            return "taken"
        } catch {
            return error.description
        }
    }

    @Test func `a refusal counts what was there before, and speaks of removing only what is there`() throws {
        let start =
            "A node knows at most 128 peers, and of these places nobody gets more than are then left for all others, "
            + "so none of these was added; you have registered "
        let end = "egister them by a loopback address such as 127.0.0.1, or with the token of --token-file."
        var list = PeerList()
        #expect(refusal(0..<65, of: list, by: "10.0.0.1") == start + "0, and may register 64 more. R" + end)
        try list.add((0..<10).map(address), by: ClientGroup(address: "10.0.0.1"))
        #expect(
            refusal(10..<65, of: list, by: "10.0.0.1")
                == start + "10, and may register 54 more. Remove some, or r" + end)
        #expect(refusal(10..<64, of: list, by: "10.0.0.1") == "taken")
        try list.add((100..<154).map(address), by: ClientGroup(address: "10.0.0.1"))
        #expect(
            refusal(10..<11, of: list, by: "10.0.0.1") == start + "64, and may register 0 more. Remove some, or r" + end
        )
        for client in 2...7 { _ = try fill(&list, "10.0.0.\(client)", from: client * 1_000) }
        #expect(refusal(10..<11, of: list, by: "10.0.0.8") == start + "0, and may register 0 more. R" + end)
    }

    @Test func `a peer that is known takes no place again, and one that was found is his who registers it`() throws {
        var list = PeerList()
        let client = ClientGroup(address: "10.0.0.1")
        try list.add([address(0)])
        try list.add([address(1)], areFound: true)
        #expect(try fill(&list, "10.0.0.1", from: 100) == 63)
        try list.add([address(0)], by: client)
        #expect(throws: PeerListError.shareIsFull(count: 63)) { try list.add([address(2)], by: client) }
        list.remove(address(100))
        try list.add([address(1)], by: client)
        #expect(list.isFound(address(1)) == false)
        #expect(throws: PeerListError.shareIsFull(count: 63)) { try list.add([address(2)], by: client) }
    }

    @Test func `what is removed makes room again`() throws {
        var list = PeerList()
        _ = try fill(&list, "10.0.0.1", from: 0)
        for number in 0..<64 { list.remove(address(number)) }
        #expect(try fill(&list, "10.0.0.1", from: 100) == 64)
    }

    /// Registers as many as there may be, by a request from a host, and returns the status of the answer.
    private func register(
        _ router: Router, _ loop: EventLoop, from host: String, _ fields: [(String, String)] = []
    ) async -> Int {
        let nodes = (0..<PeerList.maximumCount).map { "\"\(address($0))\"" }.joined(separator: ", ")
        let headers = Headers(fields.map { Header($0.0, $0.1) })
        let request = Request(
            method: .post, path: "/nodes/register", headers: headers, body: Array("{\"nodes\": [\(nodes)]}".utf8),
            remoteHost: host)
        return await Task(executorPreference: loop) { await router.handle(request).response.status.code }.value
    }

    @Test(arguments: [("127.0.0.1", 201), ("::1", 201), ("127.9.9.9", 201), ("10.0.0.1", 400), ("2001:db8::1", 400)])
    func `who comes by a loopback address may have all places`(host: String, status: Int) async throws {
        try await withLoop { loop in
            let router = Routes.router(for: try Node.stub(on: loop))
            #expect(await register(router, loop, from: host) == status)
        }
    }

    /// What a proxy says is not always understood, and the request then has the proxy's address.
    @Test(arguments: [
        [("X-Forwarded-For", "192.0.2.1"), ("Forwarded", "for=x")], [("Forwarded", "for=unknown")],
        [("X-Forwarded-For", "")],
    ])
    func `whom a proxy passes on is not the owner`(fields: [(String, String)]) async throws {
        try await withLoop { loop in
            let router = Routes.router(for: try Node.stub(on: loop))
            #expect(await register(router, loop, from: "127.0.0.1", fields) == 400)
        }
    }

    @Test func `with a token file who has the token may`() async throws {
        try await withLoop { loop in
            var access = Access()
            access.token = try BearerToken("0123456789abcdef")
            let bearer = ("Authorization", "Bearer 0123456789abcdef")
            let router = Routes.router(for: try Node.stub(on: loop), access: access)
            #expect(await register(router, loop, from: "10.0.0.1", [bearer]) == 201)
            #expect(await register(router, loop, from: "127.0.0.1", [bearer, ("Forwarded", "for=x")]) == 201)
            #expect(await register(router, loop, from: "127.0.0.1") == 401)
        }
    }
}
