internal import HTTP

/// Counts of everything, in one run or in many.
struct Tally: Codable, Sendable {
    var seeds = 0
    /// How many of them are ledgers.
    var ledgers = 0
    var nodes = 0
    var steps = 0
    var messages = 0
    var bytes = 0
    var blocks = 0
    var transactions = 0
    var replacedChains = 0
    var crashes = 0
    var violations = 0

    mutating func count(_ request: Request, bytes: Int) {
        messages += 1
        self.bytes += bytes
    }

    static func += (left: inout Tally, right: Tally) {
        left.seeds += right.seeds
        left.ledgers += right.ledgers
        left.nodes += right.nodes
        left.steps += right.steps
        left.messages += right.messages
        left.bytes += right.bytes
        left.blocks += right.blocks
        left.transactions += right.transactions
        left.replacedChains += right.replacedChains
        left.crashes += right.crashes
        left.violations += right.violations
    }

    /// One line.
    var summary: String {
        "\(seeds) seeds, \(ledgers) of ledgers, \(nodes) nodes, \(steps) steps, \(messages) messages, \(blocks) blocks, "
            + "\(transactions) transactions, \(replacedChains) replaced chains, \(crashes) crashes, "
            + "\(violations) violations"
    }
}
