/// Why a request is refused before any handler sees it.
struct Refusal: Error, Hashable {
    let status: Status

    /// The rule that was broken, and what to do.
    let sentence: String

    init(_ sentence: String, status: Status = .badRequest) {
        self.status = status
        self.sentence = sentence
    }
}
