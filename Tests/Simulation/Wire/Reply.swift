internal import HTTP

/// An answer on the wire.
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
    /// The number under which the answer is awaited.
    let wait: Int

    /// The life that answers.
    let life: Life

    let task: Task<Void, Never>

    /// What is done with the answer, or with nil if there is none.
    let completion: @Sendable (isolated World, Reply?) -> Void
}
