internal import Chain
internal import HTTP

/// Answers that are the same until the chain changes: most of what is asked.
struct CurrentAnswers {
    let chain: TaggedAnswer
    let health: Response

    init(_ node: isolated Node) {
        chain = TaggedAnswer(node.chain)
        health = .object(
            .ok, ["status": .string("ok"), "node": .string(node.identifier), "length": .integer(node.chain.length)])
    }
}

extension Node {
    /// The answers to the chain as it is.
    var currentAnswers: CurrentAnswers {
        if let keptAnswers { return keptAnswers }
        let answers = CurrentAnswers(self)
        keptAnswers = answers
        return answers
    }
}
