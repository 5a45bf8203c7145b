internal import HTTP
internal import Testing

@Suite("Entity tags")
struct EntityTagTests {
    private let tag = EntityTag("abc-1")

    private func isNamed(by headers: [Header]) -> Bool {
        tag.isNamed(by: Request(method: .get, path: "/", headers: Headers(headers)))
    }

    @Test func `a tag stands in quotes`() {
        #expect(tag.description == "\"abc-1\"")
        #expect(tag.header == Header("ETag", "\"abc-1\""))
    }

    @Test(arguments: [
        #""abc-1""#, #"W/"abc-1""#, "*", #""x", "abc-1""#, #""x","abc-1""#, #""abc-1", "x""#, #"W/"x" , W/"abc-1""#,
        #", ,"abc-1","#, #""", "abc-1""#, #""a,b" ,"# + "\t" + #""abc-1""#, #""é", "abc-1""#,
    ])
    func `it is named in a list, weak or strong, or by a star`(list: String) {
        #expect(isNamed(by: [Header("if-none-MATCH", list)]))
    }

    @Test(arguments: [
        "", " ", ",", "abc-1", #""abc-1"#, #"abc-1""#, #""abc-2""#, #""abc-""#, #""abc-11""#, #""ABC-1""#,
        #"w/"abc-1""#,
        #"W /"abc-1""#, #"W/W/"abc-1""#, #""x" "abc-1""#, #""x", *"#, "**", #"'abc-1'"#, #""a bc", "abc-1""#,
        #"x, "abc-1""#, #""""abc-1""#,
    ])
    func `other lists and broken ones do not name it`(list: String) {
        #expect(!isNamed(by: [Header("If-None-Match", list)]))
    }

    @Test func `it may be named in one of several headers, and in no other header`() {
        #expect(!isNamed(by: []))
        #expect(!isNamed(by: [Header("If-Match", #""abc-1""#), Header("If-None-Match-X", "*")]))
        #expect(isNamed(by: [Header("If-None-Match", #""x""#), Header("If-None-Match", #""abc-1""#)]))
    }

    @Test func `not modified says which contents it speaks of`() {
        let response = Response.notModified(tag)
        #expect(response.status.code == 304)
        #expect(response.headers == [tag.header])
        #expect(response.body.length == 0)
    }
}
