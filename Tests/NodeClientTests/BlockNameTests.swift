internal import NodeClient
internal import Testing

@Suite("The name of a block")
struct BlockNameTests {
    @Test(arguments: ["1", "0", "1234567890123456789", String(repeating: "aF", count: 32)])
    func `may be an index or a hash`(text: String) {
        #expect(RemoteNode.namesBlock(text))
    }

    @Test(arguments: ["", "-1", "1/x", "latest", "1?", "12345678901234567890", "ab", " 1", "１", "../status"])
    func `may be nothing else`(text: String) {
        #expect(!RemoteNode.namesBlock(text))
    }
}
