internal import Wording

/// Why a request is refused before any handler sees it.
struct Refusal: Error, Hashable {
    let status: Status

    /// The rule that was broken, and what to do.
    let statement: Statement

    init(_ code: Statement.Code, _ values: KeyValuePairs<String, Statement.Value> = [:], status: Status = .badRequest) {
        self.status = status
        statement = Statement(code, values)
    }
}
