internal import API
internal import ArgumentParser
internal import NodeClient
internal import Terminal

/// The transactions that wait for a block.
struct ShowPending: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pending", abstract: "List the transactions that wait for a node's next block.",
        discussion: "\(Examples.pending)\n\n\(ExitStatus.hint)")

    @OptionGroup var part: ListPart

    @OptionGroup var paging: Paging

    @OptionGroup var asking: Asking

    func run() throws {
        try asking.show(paged: paging) { [part] node throws(NodeError) in
            try await node.pending(from: part.from, limit: part.limit)
        } as: {
            TransactionList.print($0, none: .nothingPending, on: $1)
        }
    }
}

/// What an address has sent and received.
struct ShowHistory: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "List the transactions of the chain that a name has sent or received.",
        discussion: "The oldest come first.\n\n\(Examples.history)\n\n\(ExitStatus.hint)")

    @Argument(help: "The name, exactly as it stands in the transactions; on a ledger an address.")
    var name: String

    @OptionGroup var part: ListPart

    @OptionGroup var paging: Paging

    @OptionGroup var asking: Asking

    func validate() throws {
        guard !name.contains("\u{FFFD}") else { throw ValidationError(Phrase.nameNotUTF8.text()) }
    }

    func run() throws {
        try asking.show(paged: paging) { [name, part] node throws(NodeError) in
            try await node.history(of: name, from: part.from, limit: part.limit)
        } as: {
            TransactionList.print($0, none: .nothingInHistory, on: $1)
        }
    }
}

/// Where a transaction is.
struct ShowTransaction: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tx", abstract: "Show a transaction by its id, and in which block it is.",
        discussion: "\(Examples.transaction)\n\n\(ExitStatus.hint)")

    @Argument(help: "The id: 32 lower-case hex digits, or on a ledger 64.")
    var id: String

    @OptionGroup var asking: Asking

    func validate() throws {
        guard RemoteNode.namesTransaction(id) else {
            throw ValidationError(Phrase.noTransactionID.text(["text": String(id.prefix(100))]))
        }
    }

    func run() throws {
        try asking.show { [id] node throws(NodeError) in
            try await node.transaction(id)
        } as: { answer, printer in
            printer.print(Line(Phrases.payment(Payment(answer.transaction), in: answer.block), .strong))
            guard let block = answer.block else {
                printer.print(Line(Phrase.isPending.text()))
                return
            }
            let height = "\(block)"
            let place = answer.blocksOnTop.map {
                Phrase.isUnderBlocks.text(["blocks": Phrases.count($0, .blocks), "height": height])
            }
            printer.print(Line(place ?? Phrase.isInBlock.text(["height": height])))
        }
    }
}
