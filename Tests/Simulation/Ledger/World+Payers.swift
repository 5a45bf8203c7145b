internal import Chain
internal import HTTP
internal import Node
internal import Records
internal import TestSupport

/// Clients who pay on a ledger.
extension World {
    /// Signs a payment and posts it, or posts an earlier one again.
    func pay(_ ledger: LedgerPlan, at machine: Int) {
        if !signedPayments.isEmpty, random.chance(0.3) { return post(random.pick(signedPayments), at: machine) }
        tally.transactions += 1
        let sender = random.integer(in: 0...ledger.people.people.count - 1)
        let request = Request(method: .get, path: "/accounts/\(ledger.people.people[sender])")
        call(request, at: machine, patienceSeconds: 10) { world, reply in
            guard let reply else { return }
            let account = try? JSONDocument(parsing: reply.body).root
            guard reply.status == 200, let nonce = account?["next_nonce"]?.integer,
                let balance = account?["balance"]?.integer
            else { return world.violate("an account can be asked for", "machine \(machine): \(reply.text)") }
            world.pay(ledger, from: sender, having: balance, nonce: nonce, at: machine)
        }
    }

    /// Most payments are allowed by what the node has. Some aren't, or not yet: nodes find that out.
    private func pay(_ ledger: LedgerPlan, from sender: Int, having balance: Int, nonce: Int, at machine: Int) {
        let isAll = random.chance(0.2)
        let cost = isAll ? max(1, balance) : random.integer(in: 1...max(1, balance / 2))
        let fee = random.chance(0.7) ? random.integer(in: 0...min(cost - 1, 20)) : 0
        let recipient = random.integer(in: 0...ledger.people.people.count - 1)
        let memo = random.chance(0.3) ? "f\u{fc}rs Essen" : nil
        // Behind a gap, again, or another of the same nonce.
        let step = random.chance(0.8) ? 0 : random.integer(in: -2...2)
        let isForged = random.chance(0.05)
        let payment = try? ledger.people.payment(
            from: sender, to: recipient, amount: cost - fee, fee: fee + (step < 0 ? 20 : 0),
            nonce: max(0, nonce + step), memo: memo,
            signedBy: isForged ? (sender + 1) % ledger.people.people.count : nil)
        guard let payment else { preconditionFailure("a payment of at least 1 can be signed") }
        if !isForged { signedPayments.append(payment) }
        post(payment, at: machine)
    }

    private func post(_ payment: SignedPayment, at machine: Int) {
        let request = Request(method: .post, path: "/transactions/new", body: payment.text.bytes)
        call(request, at: machine, patienceSeconds: 10) { world, reply in
            guard let reply, reply.status == 201 else { return }
            let id = (try? JSONDocument(parsing: reply.body).root)?["id"]?.string
            guard id == payment.id.description else {
                return world.violate("a payment is called by its digest", "machine \(machine): \(reply.text)")
            }
            world.ledgerWitnesses[machine].promise(payment)
            world.unsettled.insert(machine)
        }
    }

    /// Whether a payment of a ledger waits at a machine that could be in its next block.
    func hasPayments(forBlockAt machine: Int) -> Bool {
        let accounts = node(machine)?.assumeIsolated { $0.chain.ledger?.accounts } ?? Accounts()
        let waiting = node(machine)?.assumeIsolated { $0.mempool.pending } ?? []
        return waiting.compactMap(\.transaction.signedPayment?.payment).contains { payment in
            let account = accounts[payment.sender]
            return payment.nonce == account.nonce && payment.cost <= account.balance
        }
    }
}
