internal import API
internal import ArgumentParser
internal import NodeClient
internal import Terminal
internal import Wording

/// Sends a transaction.
struct Send: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send a transaction to a node.",
        usage: """
            forgechain send <sender> <recipient> <amount> [--id <hex>] [<options>]
            forgechain send <recipient> <amount> --from <key> [--fee <fee>] [--memo <memo>] [<options>]
            """,
        discussion: """
            It waits there for the next block. On a ledger payments are signed: --from names the key that does.

            \(Examples.send)

            \(ExitStatus.hint)
            """)

    @Argument(
        help: ArgumentHelp(
            """
            Who pays, unless --from says it; who is paid; and how much: a number as JSON has them, sent as it is \
            spelled.
            """, valueName: "sender-recipient-amount"))
    var words: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            32 lower-case hex digits that tell this transaction from others just like it, for nodes with --gossip: \
            sent twice it is taken once.
            """, valueName: "hex"))
    var id: String?

    @Flag(name: [.short, .long], help: "Print only the transaction's id, if it has one.")
    var quiet = false

    @OptionGroup var signed: SignedSending

    @OptionGroup var asking: Asking

    func validate() throws {
        if quiet, asking.json { throw Refusal.goesWithout("--quiet", "--json") }
        let names = signed.payer == nil ? ["sender", "recipient", "amount"] : ["recipient", "amount"]
        guard words.count >= names.count else {
            throw ValidationError("Missing expected argument '<\(names[words.count])>'")
        }
        guard words.count == names.count else {
            let excess = words[names.count...].map { "'\($0)'" }.joined(separator: ", ")
            throw ValidationError("Unexpected argument \(excess): there are \(names.joined(separator: ", ")).")
        }
        let malformed: [Phrase] = [.senderNotUTF8, .recipientNotUTF8, .amountNotUTF8].suffix(names.count)
        for (phrase, text) in zip(malformed, words) where text.contains("\u{FFFD}") {
            throw ValidationError(phrase.text())
        }
        guard signed.payer == nil else {
            if id != nil { throw ValidationError(Phrase.idWithoutFrom.text()) }
            return try signed.check(amount: words[1])
        }
        _ = try order()
    }

    private func order() throws -> PaymentOrder {
        do throws(PaymentOrderError) {
            return try PaymentOrder(sender: words[0], recipient: words[1], amount: words[2], id: id)
        } catch {
            throw ValidationError(error.statement.text(.ofUser))
        }
    }

    func run() throws {
        if let payer = signed.payer {
            return try signed.send(words[1], to: words[0], from: payer, asking, isQuiet: quiet)
        }
        let order = try order()
        try asking.show { node throws(NodeError) in
            try await node.send(order)
        } as: { [quiet, id] receipt, printer in
            if quiet {
                if let id = receipt.id { printer.print(Line(id), isWhole: true) }
                return
            }
            printer.print(Line(receipt.says))
            if let id = receipt.id {
                printer.print(Line(Phrase.itsID.text(["id": id])))
            } else if id != nil {
                StandardError.write("forgechain: " + Phrase.takenWithoutID.text())
            }
        }
    }
}

extension PaymentReceipt {
    /// Into which block it goes; in the node's own words if it doesn't say that.
    var says: String {
        guard let block, message == PaymentReceipt(block: block, id: nil).message else { return "\(message)." }
        return Phrase.willBeAdded.text(["height": "\(block)"])
    }

    private var block: Int? { message.split(separator: " ").last.flatMap { Int($0) } }
}
