internal import HTTP

/// The API described for programs (OpenAPI 3.1); Tests/EndToEnd/test_description.py holds the two together.
extension Routes {
    static func addDescription(to router: inout Router) {
        let answer = TaggedAnswer(file: PackageResources.openapi_json, type: "application/json")
        router.on(.get, .head, path: "/openapi.json") { .now(answer.response(to: $0)) }
    }
}
