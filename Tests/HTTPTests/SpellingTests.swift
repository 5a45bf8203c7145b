internal import HTTP
internal import Testing
internal import Wording

@Suite("Slips of the finger")
struct SpellingTests {
    private static let names = ["from", "limit", "address", "summary"]

    @Test(arguments: [
        ("limt", "limit"), ("limits", "limit"), ("limitt", "limit"), ("lmiit", "limit"), ("linit", "limit"),
        ("form", "from"), ("FROM", "from"), ("Limit", "limit"), ("frm", "from"), ("adress", "address"),
        ("adresse", "address"), ("sumary", "summary"),
    ])
    func `a near name is found`(text: String, name: String) {
        #expect(Spelling.nearest(to: text, among: Self.names) == name)
    }

    @Test(arguments: [
        "", "_", "x", "fr", "from", "limit", "page", "offset", "count", "utm_source", "callback", "lim", "imt",
        "addr", String(repeating: "limit", count: 1000),
    ])
    func `another word is another word`(text: String) {
        #expect(Spelling.nearest(to: text, among: Self.names) == nil)
    }

    @Test func `the nearest of several is meant`() {
        #expect(Spelling.nearest(to: "summarz", among: ["sommerz", "summary"]) == "summary")
    }
}

@Suite("The one rule for names of a query")
struct KnownNamesTests {
    private static let names = ["from", "limit"]

    @Test(arguments: [
        "_=1", "_=1792", "callback=jQuery1", "x", "x=%zz", "%FF=1", "x=%C3%28", "=", "utm_source=a&_=2", "%00=1", "&&",
    ])
    func `names that nobody knows are ignored, however broken`(text: String) throws {
        let query = try Query(text, knowing: Self.names)
        #expect(query.isEmpty)
        #expect(try Query("\(text)&limit=5&\(text)", knowing: Self.names)["limit"] == "5")
        #expect(try !Query("\(text)&limit=5", knowing: Self.names).has(anyOf: "from"))
    }

    @Test(arguments: [("limt", "limit"), ("FROM", "from"), ("form", "from"), ("lim%69ts", "limit")])
    func `a near miss is told`(name: String, meant: String) {
        let error = #expect(throws: QueryError.self) { try Query("_=1&\(name)=5", knowing: Self.names) }
        #expect(error?.description.contains("Is it \"\(meant)\"? Known names: from, limit.") == true)
    }

    @Test(arguments: ["limit=%", "from=%zz", "limit=%FF"])
    func `a known name with a broken value is refused`(text: String) {
        #expect(throws: QueryError.notEncoded(text)) { try Query(text, knowing: Self.names) }
    }

    @Test func `no query is empty`() throws {
        #expect(try Query(nil, knowing: Self.names).isEmpty)
        #expect(try Query("", knowing: Self.names).isEmpty)
    }
}
