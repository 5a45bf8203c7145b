internal import API
internal import ArgumentParser
internal import NodeClient
internal import Terminal

/// Sends a transaction.
struct Send: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send a transaction to a node.",
        discussion: "It waits there for the next block.\n\n\(ExitStatus.hint)")

    @Argument(help: "Who pays.")
    var sender: String

    @Argument(help: "Who is paid.")
    var recipient: String

    @Argument(help: "How much: a number as JSON has them, sent as it is spelled.")
    var amount: String

    @Option(
        help: ArgumentHelp(
            """
            32 lower-case hex digits that tell this transaction from others just like it, for nodes with --gossip: \
            sent twice it is taken once.
            """, valueName: "hex"))
    var id: String?

    @OptionGroup var asking: Asking

    func validate() throws {
        for (name, text) in [("sender", sender), ("recipient", recipient)] where text.contains("\u{FFFD}") {
            throw ValidationError("The \(name) is not UTF-8.")
        }
        _ = try order()
    }

    private func order() throws -> PaymentOrder {
        do throws(PaymentOrderError) {
            return try PaymentOrder(sender: sender, recipient: recipient, amount: amount, id: id)
        } catch {
            throw ValidationError(error.description)
        }
    }

    func run() throws {
        let order = try order()
        try asking.show { node throws(NodeError) in
            try await node.send(order)
        } as: { receipt, printer in
            printer.print(Line("\(receipt.message)."))
            if let id = receipt.id {
                printer.print(Line("Its id is \(id)."))
            } else if id != nil {
                StandardError.write("forgechain: The node took it without the id: it does not gossip.")
            }
        }
    }
}
