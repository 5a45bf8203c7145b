internal import ArgumentParser
internal import Node
internal import Service

/// Which network a node belongs to.
struct Network: ParsableArguments {
    @Option(
        help: "The rules of the network: tutorial, as the tutorial's program, or article, as its text.",
        completion: .list(Configuration.ruleSets))
    var rules = Configuration.ruleSets[0]

    @Option(help: "How many hex zeros a proof begins with, 1 to 16.")
    var difficulty = 4

    func validate() throws {
        guard Configuration.ruleSets.contains(rules) else {
            let names = Configuration.ruleSets.joined(separator: " or ")
            throw ValidationError("--rules is \(rules), but has to be \(names).")
        }
        guard Configuration.difficulties.contains(difficulty) else {
            throw ValidationError("--difficulty is \(difficulty), but has to be 1 to 16.")
        }
    }
}
