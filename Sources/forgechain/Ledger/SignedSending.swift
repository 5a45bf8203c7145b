internal import API
internal import ArgumentParser
internal import Chain
internal import HTTP
internal import Keys
internal import NodeClient
internal import Terminal

/// What `send` needs for a ledger, where a payment is signed.
struct SignedSending: ParsableArguments {
    @Option(
        name: .customLong("from"),
        help: ArgumentHelp(
            """
            Who pays on a ledger: the name or the address of a key, which signs. There the recipient is an address or \
            a key's name, and the amount an integer.
            """, valueName: "key"))
    var payer: String?

    @Option(help: "With --from: what the maker of the block gets; the node is asked if not given.")
    var fee: Int?

    @Option(help: "With --from: how many payments the key has made before; the node is asked if not given.")
    var nonce: Int?

    @Option(help: "With --from: what it is for, 1 to 256 bytes, for everybody to read.")
    var memo: String?

    @Option(
        help: ArgumentHelp(
            """
            With --from: the network to sign for, the hash of its first block; if not given, the one of the key's \
            first payment.
            """, valueName: "hash"))
    var network: String?

    @Flag(help: "With --from: don't ask before paying an address that the chain has never seen.")
    var yes = false

    @OptionGroup var passphrase: PassphraseOptions

    func validate() throws {
        _ = try givenNetwork()
        guard payer == nil else { return }
        let given = [
            ("fee", fee != nil), ("nonce", nonce != nil), ("memo", memo != nil),
            ("network", network != nil), ("yes", yes),
            ("passphrase-file", passphrase.passphraseFile != nil),
        ]
        if let flag = given.first(where: \.1)?.0 {
            throw ValidationError(Phrase.optionNeeds.text(["option": "--\(flag)", "other": "--from"]))
        }
    }

    /// Checks what can be checked without a node and a key.
    func check(amount: String) throws {
        guard Int(amount) != nil else {
            throw ValidationError(Phrase.amountNoInteger.text(["text": amount]))
        }
        guard let (payer, recipient) = Self.anybody,
            payment(payer, recipient, amount, nonce: nonce ?? 0, fee: fee ?? 0) != nil
        else {
            throw ValidationError(
                Phrase.numbersOutOfRange.text([
                    "limit": "\(UnsignedPayment.maximumMemoLength)", "most": "\(Accounts.maximumAmount)",
                ]))
        }
    }

    /// Signs and sends a payment; prints what became of it.
    func send(
        _ amount: String, to recipientName: String, from payerName: String, _ asking: Asking, isQuiet: Bool
    ) throws {
        let keys = try UserKeys()
        let name = try keys.name(of: payerName)
        let (payer, recipient) = (try keys.directory.key(name).address, try keys.address(of: recipientName))
        let mayAsk = !yes && Prompt.isPossible
        let (network, known) = try asking.run { [nonce, fee] node throws(NodeError) in
            let network = try await node.ledger()
            let told = nonce == nil || fee == nil ? try await node.account(payer).value : nil
            return (
                network,
                (
                    nonce: nonce ?? told?.nextNonce ?? 0, fee: fee ?? told?.nextFee ?? 1,
                    paid: mayAsk ? try await node.account(recipient).value : nil
                )
            )
        }
        try check(network, for: payer, called: name, keys, asking, isShown: mayAsk)
        guard let payment = payment(payer, recipient, amount, nonce: known.nonce, fee: known.fee) else {
            throw PassphraseError(Phrase.toldNoNumbers.text())
        }
        if let paid = known.paid, paid.balance == 0, paid.nonce == 0, paid.pendingIn == 0 {
            guard Prompt.confirms(.payUnseen, ["amount": amount, "recipient": "\(recipient)"]) else {
                throw PassphraseError(Phrase.nothingSent.text())
            }
        }
        let key = try keys.unlocked(name, passphrase)
        // The first signature decides, whatever the node makes of it.
        _ = try keys.networks.keep(network, for: payer)
        let signed = try key.sign(payment, on: network)
        try asking.show { node throws(NodeError) in
            try await node.send(signed)
        } as: { receipt, printer in
            guard !isQuiet else {
                printer.print(Line("\(signed.id)"), isWhole: true)
                return
            }
            printer.print(Line(receipt.says))
            printer.print(Line(Phrase.itsID.text(["id": "\(signed.id)"])), isWhole: true)
        }
    }

    private func givenNetwork() throws -> BlockHash? {
        try network.map { try PinnedNetwork.hash($0, of: "--network") }
    }

    /// Checks that the network that a node names is the one that a key signs for, and says which that is where somebody
    /// should know.
    private func check(
        _ network: BlockHash, for payer: Address, called name: KeyName, _ keys: UserKeys, _ asking: Asking,
        isShown: Bool
    ) throws {
        let isPractice = network == LedgerNetwork.practice.id
        let title = isPractice ? Phrase.practiceNetwork.text(["network": "\(network)"]) : "\(network)"
        if let given = try givenNetwork() {
            guard network == given else {
                throw NodeError.otherNetwork(try asking.origin(), shown: network, wanted: given)
            }
        } else if let kept = try keys.networks.network(of: payer) {
            guard network == kept else {
                throw DirectoryError(
                    Phrase.signsForAnother.text([
                        "kept": "\(kept)", "name": "\(name)", "network": "\(network)", "title": title,
                        "url": try asking.origin().url,
                    ]))
            }
        } else {
            StandardError.write("forgechain: " + Phrase.signsFromNow.text(["name": "\(name)", "title": title]))
            return
        }
        if isShown { StandardError.write("forgechain: " + Phrase.networkIs.text(["title": title])) }
    }

    private func payment(
        _ payer: Address, _ recipient: Address, _ amount: String, nonce: Int, fee: Int
    ) -> UnsignedPayment? {
        Int(amount).flatMap {
            UnsignedPayment(
                sender: payer, recipient: recipient, amount: $0, fee: fee, nonce: nonce, memo: memo)
        }
    }

    /// Two who stand for any others where only the rest of a payment is checked.
    private static var anybody: (Address, Address)? {
        Address(hexDigits: [UInt8](repeating: UInt8(ascii: "5"), count: 64)[...]).map { ($0, $0) }
    }
}
