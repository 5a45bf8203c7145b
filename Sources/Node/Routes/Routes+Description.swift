internal import Explorer
internal import HTTP

/// The API's description for programs (OpenAPI 3.1); a test compares it with the answers.
extension Routes {
    static func addDescription(to router: inout Router) {
        let answer = TaggedAnswer(file: compiledFile("openapi.json"), type: "application/json")
        router.on(.get, .head, path: "/openapi.json") { .now(answer.response(to: $0)) }
    }
}
