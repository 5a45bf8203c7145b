internal import HTTP

/// An answer as it goes over the wire.
struct Reply: Sendable {
    let status: Int
    let body: [UInt8]

    init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }

    init(_ response: Response) {
        status = response.status.code
        switch response.body {
        case .bytes(let bytes): body = bytes
        case .stream: preconditionFailure("nodes ask each other for nothing without an end")
        case .pieces(var pieces):
            var bytes: [UInt8] = []
            while let piece = pieces.next() { bytes += piece }
            body = bytes
        }
    }
}

/// A request that is being answered.
struct Exchange {
    /// Under what number the answer is awaited.
    let wait: Int

    /// Who answers.
    let life: Life

    let task: Task<Void, Never>

    /// What is done with the answer; nil when there is none.
    let completion: @Sendable (isolated World, Reply?) -> Void
}
