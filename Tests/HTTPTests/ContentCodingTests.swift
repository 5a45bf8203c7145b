internal import HTTP
internal import Testing

@Suite("Content codings")
struct ContentCodingTests {
    @Test(arguments: [
        "gzip", "GZIP", "x-gzip", "gzip, deflate, br", "br , gzip;q=0.5", "deflate,\tgzip ; q=1", "*",
        "br;q=0, *;q=0.1",
        "gzip;q=0.001",
    ])
    func `gzip is listed, or everything`(list: String) {
        #expect(Headers([Header("Accept-Encoding", list)]).acceptGzip)
    }

    @Test(arguments: [
        "", ",", "identity", "br, deflate", "gzip;q=0", "gzip; Q=0.000", "*;q=0", "*, gzip;q=0", "gzipped", "x;gzip",
    ])
    func `it is not, or with a weight of nothing`(list: String) {
        #expect(!Headers([Header("Accept-Encoding", list)]).acceptGzip)
    }

    @Test func `it may stand in one of several headers, and without any is not meant`() {
        #expect(Headers([Header("Accept-Encoding", "br"), Header("Accept-Encoding", "gzip")]).acceptGzip)
        #expect(!Headers([Header("Accept", "gzip")]).acceptGzip)
    }
}
