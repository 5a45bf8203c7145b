internal import EventLoop
internal import Synchronization
internal import TestSupport
internal import Testing

@testable import HTTP

@Suite("Redirects")
struct RedirectTests {
    @Test(arguments: [
        ("/chain/", "/chain/"), ("/chain/?after=1", "/chain/?after=1"), ("http://node2:5000/x?y", "/x?y"),
        ("HTTP://NODE2:5000/x", "/x"), ("http://node2:5000", "/"), ("//node2:5000/x", "/x"), ("?z", "/a/chain?z"),
        ("chain/", "/a/chain/"), ("/x#y", "/x"), ("", "/a/chain"),
    ])
    func `to another path of the same server are understood`(location: String, target: String) throws {
        let origin = try Origin(host: "node2", port: 5000)
        #expect(Redirect.target(of: location, from: "/a/chain?after=2", at: origin) == target)
    }

    @Test(arguments: [
        "http://node2:5001/x", "http://node3:5000/x", "http://node2/x", "https://node2:5000/x", "//node3:5000/x",
        "ftp:x", "javascript:1", "http://me@node2:5000/x", "/x y", "/é", "http:///x", "http://[::1]/x",
        "/" + String(repeating: "x", count: 5000),
    ])
    func `to anything else are not`(location: String) throws {
        let origin = try Origin(host: "node2", port: 5000)
        #expect(Redirect.target(of: location, from: "/a/chain?after=2", at: origin) == nil)
    }

    @Test func `without a port, port 80 is meant`() throws {
        let origin = try Origin(host: "::1", port: 80)
        #expect(Redirect.target(of: "http://[::1]/x", from: "/", at: origin) == "/x")
    }

    /// What comes of a server that answers each target like this, and which it was asked for.
    private func fetched(
        _ answers: [String: String]
    ) async throws -> (result: Result<String, FetchError>, asked: [String]) {
        let asked = Gathered()
        let result = try await Impostor.run { wire, head in
            let target = String(head.split(separator: " ")[1])
            asked.append(Array((target + " ").utf8))
            try wire.send(answers[target] ?? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        } _: { server in
            try await withLoop { loop in await fetch(port: server.port, on: loop) }
        }
        return (result, asked.text.split(separator: " ").map(String.init))
    }

    private func redirect(_ location: String, _ status: String = "308 Permanent Redirect") -> String {
        "HTTP/1.1 \(status)\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n"
    }

    private let whole = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"

    @Test func `are followed twice`() async throws {
        let (result, asked) = try await fetched([
            "/chain": redirect("/chain/"), "/chain/": redirect("v2/chain", "301 Moved Permanently"),
            "/chain/v2/chain": whole,
        ])
        #expect(result == .success("hello"))
        #expect(asked == ["/chain", "/chain/", "/chain/v2/chain"])
    }

    @Test func `that lead round in circles come to an end`() async throws {
        let (result, asked) = try await fetched(["/chain": redirect("/chain", "302 Found")])
        #expect(result == .failure(.redirectedTooOften))
        #expect(asked.count == 3)
    }

    @Test func `elsewhere are not followed, and are named`() async throws {
        let (result, asked) = try await fetched(["/chain": redirect("http://169.254.169.254/latest")])
        #expect(result == .failure(.redirected(to: "http://169.254.169.254/latest")))
        #expect(asked == ["/chain"])
        #expect(try await fetched(["/chain": redirect("")]).result == .failure(.redirectedTooOften))
    }

    @Test func `without a place are a status`() async throws {
        let (result, _) = try await fetched(["/chain": "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"])
        #expect(result == .failure(.status(302)))
    }

    // MARK: - Addresses that are allowed

    @Test func `an address that is not allowed is not connected to, and a name counts by its addresses`() async throws {
        let asked = Gathered()
        try await Impostor.run { wire, _ in
            asked.append([UInt8(ascii: "x")])
            try wire.send(whole)
        } _: { server in
            try await withLoop { loop in
                for (ranges, host, isReached) in [
                    ("10.0.0.0/8", "127.0.0.1", false), ("127.0.0.0/8", "127.0.0.1", true),
                    ("10.0.0.0/8", "localhost", false), ("127.0.0.1", "localhost", true),
                ] {
                    let client = Client(loop: loop, allowing: [try AddressRange(ranges)])
                    let before = asked.count
                    let answer = await withTaskExecutorPreference(loop) { () async -> Result<Void, FetchError> in
                        do throws(FetchError) {
                            return .success(try await client.get("/", host: host, port: server.port) { _ in true })
                        } catch {
                            return .failure(error)
                        }
                    }
                    switch answer {
                    case .success: #expect(isReached)
                    case .failure(.notAllowed): #expect(!isReached)
                    case .failure(let error): Issue.record("\(error)")
                    }
                    #expect(asked.count == before + (isReached ? 1 : 0))
                }
            }
        }
    }
}
