internal import API
internal import ArgumentParser
internal import NodeClient
internal import Synchronization
internal import Terminal

/// The list of a chain's blocks.
struct ShowChain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chain", abstract: "List the blocks of a node's chain, the newest last.",
        discussion: """
            Blocks are listed as they arrive, so a chain of any length takes little memory. Each is checked to name \
            the hash of the one before it; if one does not, the exit status is 2. Times are local.

            \(Examples.chain)

            \(ExitStatus.hint)
            """)

    @Option(help: "The first block's index.")
    var from = 1

    @Option(help: "At most so many blocks; all if not given.")
    var limit: Int?

    @Option(help: "The newest so many blocks.")
    var last: Int?

    @OptionGroup var paging: Paging

    @OptionGroup var asking: Asking

    func validate() throws {
        if let last { try Refusal.check(last, "--last") }
        if last != nil, limit != nil || from != 1 {
            throw Refusal.goesWithout("--last", limit == nil ? "--from" : "--limit")
        }
        try Refusal.check(from, "--from")
        if let limit { try Refusal.check(limit, "--limit") }
    }

    func run() throws {
        let from = try last.map { try firstOfNewest($0) } ?? from
        try paging.show(isRaw: asking.json) { try list(from: from, on: $0) }
    }

    private func list(from: Int, on printer: Printer) throws {
        let list = Mutex(List(from: from, limit: limit ?? Refusal.maximum))
        let (limit, json) = (limit, asking.json)
        let failure = Mutex<NodeError?>(nil)
        do {
            try asking.stream(to: printer) { node throws(NodeError) in
                try await node.chain(from: from, limit: limit) { piece in
                    if json { return printer.write(piece.bytes) }
                    do throws(NodeError) {
                        let blocks = try piece.blocks()
                        return list.withLock { $0.print(blocks, on: printer) }
                    } catch {
                        failure.withLock { $0 = error }
                        return false
                    }
                }
            }
        } catch {
            // It isn't a failure to stop reading after enough blocks.
            guard list.withLock({ $0.isComplete }) else { throw failure.withLock { $0 } ?? error }
        }
        if !json, list.withLock({ $0.isEmpty }) { printer.print(Line(Phrase.noBlockYet.text(["height": "\(from)"]))) }
        try printer.finish()
        if list.withLock({ $0.isWrong }) { throw ExitStatus.wrong }
    }
}

extension ShowChain {
    /// The index of the first of the newest blocks. A tutorial's node doesn't say how many it has, so they are counted.
    private func firstOfNewest(_ count: Int) throws -> Int {
        let length = try asking.run { node throws(NodeError) in
            if let status = try? await node.status().value { return status.length }
            let counted = Mutex(0)
            try await node.chain { piece in
                counted.withLock { $0 += piece.blockCount }
                return true
            }
            return counted.withLock { $0 }
        }
        return max(length - count + 1, 1)
    }
}

extension ShowChain {
    /// The blocks listed so far.
    private struct List {
        let from: Int
        let limit: Int
        private var count = 0
        private var last: ListedBlock?

        /// Whether a block doesn't follow the previous one.
        private(set) var isWrong = false

        init(from: Int, limit: Int) {
            self.from = from
            self.limit = limit
        }

        /// Whether there was none of the requested blocks.
        var isEmpty: Bool { count == 0 }

        /// Whether all requested blocks have arrived, whatever else the node sends.
        var isComplete: Bool { count >= limit }

        /// Lists the requested blocks; a node may send all of them. Returns whether it wants more.
        mutating func print(_ blocks: [ListedBlock], on printer: Printer) -> Bool {
            for block in blocks where block.index >= from {
                guard !isComplete else { return false }
                if count == 0 { printer.print(Self.head) }
                count += 1
                let follows = last.map(block.follows) ?? true
                if !follows { isWrong = true }
                last = block
                guard printer.print(Self.line(block, follows: follows)) else { return false }
            }
            return true
        }

        private static let head: Line = {
            var line = Line()
            line.add(Phrase.columnBlock.text(), .faint, columns: 8, isNumber: true)
            line.add("  ")
            line.add(Phrase.columnMade.text(), .faint, columns: 19)
            line.add("  ")
            line.add(Phrase.columnHash.text(), .faint, columns: 12)
            line.add("  ")
            line.add(Phrase.columnProof.text(), .faint, columns: 10, isNumber: true)
            line.add("  ")
            line.add(Phrase.columnTransactions.text(), .faint)
            return line
        }()

        private static func line(_ block: ListedBlock, follows: Bool) -> Line {
            var line = Line()
            line.add("\(block.index)", .strong, columns: 8, isNumber: true)
            line.add("  ")
            line.add(Phrases.moment(block.timestamp), columns: 19)
            line.add("  ")
            line.add(Phrases.short(block.hash), .special, columns: 12)
            line.add("  ")
            line.add(Phrases.proof(block.proof), columns: 10, isNumber: true)
            line.add("  ")
            if !follows { line.add(Phrase.doesNotFollow.text() + " ", .bad) }
            let shown = block.firstTransactions.map { Phrases.payment($0, in: block.index) }
            let rest = block.transactionCount - shown.count
            line.add((shown + (rest > 0 ? [Phrase.more.text(["n": "\(rest)"])] : [])).joined(separator: "; "))
            return line
        }
    }
}
