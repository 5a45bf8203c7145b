internal import Wording

/// Why a request is refused before any handler sees it.
struct Refusal: Error, Hashable {
    let status: Status

    /// The rule that was broken, and what to do.
    let statement: Statement

    init(_ code: Statement.Code, _ values: KeyValuePairs<String, Statement.Value> = [:], status: Status = .badRequest) {
        self.init(Statement(code, values), status: status)
    }

    init(_ statement: Statement, status: Status = .badRequest) {
        (self.status, self.statement) = (status, statement)
    }
}
