internal import Chain
internal import Foundation
internal import TestSupport
internal import Testing

@testable import Keys

@Suite struct `The network that a key signs for` {
    private let folder: TemporaryFolder
    private let networks: SigningNetworks
    private let people: [Address]

    init() throws {
        folder = try TemporaryFolder()
        networks = SigningNetworks(path: folder.path(of: "share/networks"))
        people = try (2..<4).map { try #require(Address(publicKey: [UInt8](repeating: $0, count: 32))) }
    }

    private func hash(_ text: String) throws -> BlockHash {
        BlockHash(of: try JSONDocument(parsing: Array(text.utf8)).root.canonicalText)
    }

    @Test func `is its first one`() throws {
        let (one, other) = (try hash("1"), try hash("2"))
        #expect(try networks.network(of: people[0]) == nil)
        #expect(try networks.keep(one, for: people[0]) == one)
        #expect(try networks.keep(other, for: people[0]) == one)
        #expect(try networks.network(of: people[0]) == one)
        #expect(try networks.network(of: people[1]) == nil)
        #expect(try networks.keep(other, for: people[1]) == other)
    }

    @Test(arguments: ["", "\n", String(repeating: "0", count: 64), String(repeating: "0", count: 63) + "\n"])
    func `is not taken from a file that names none`(text: String) throws {
        _ = try networks.keep(hash("1"), for: people[0])
        let path = folder.path(of: "share/networks/\(people[0])")
        try Data(text.utf8).write(to: URL(filePath: path))
        #expect(throws: KeyError.noNetwork(path: path)) { try networks.network(of: people[0]) }
    }
}
