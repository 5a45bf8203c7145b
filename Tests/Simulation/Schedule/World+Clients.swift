internal import API
internal import TestSupport
internal import Chain
internal import HTTP
internal import Node

extension World {
    /// Registers a machine's peers.
    func register(_ number: Int) {
        let addresses = plan.registrations[number].map { "\"http://\(machines[$0].address)\"" }
        guard !addresses.isEmpty else { return }
        let body = Array("{\"nodes\": [\(addresses.joined(separator: ", "))]}".utf8)
        let request = Request(method: .post, path: "/nodes/register", body: body)
        call(request, at: number, patienceSeconds: 5) { world, reply in
            // A person tries until it works.
            if reply?.status != 201 { world.after(2) { $0.register(number) } }
        }
    }

    /// Makes a payment, repeats an earlier one, or asks for the state of one.
    func pay() {
        let machine = random.pick(nodeNumbers)
        if let ledger = plan.ledger { return pay(ledger, at: machine) }
        let gossips = machines[machine].kind.options?.gossips == true
        if gossips, !payments.isEmpty, random.chance(0.3) {
            var payment = random.pick(payments)
            // Some use another payment's id.
            if random.chance(0.1) { payment.amount += 1_000_000 }
            return post(payment, at: machine)
        }
        tally.transactions += 1
        let id = gossips && random.chance(0.6) ? random.hexDigits(32) : nil
        let payment = Payment(amount: tally.transactions, id: id)
        if id != nil { payments.append(payment) }
        post(payment, at: machine)
    }

    private func post(_ payment: Payment, at machine: Int) {
        call(payment.request, at: machine, patienceSeconds: 10) { world, reply in
            guard let reply, reply.status == 201 else { return }
            let id = (try? JSONDocument(parsing: reply.body).root)?["id"]?.string
            if world.machines[machine].kind.options?.gossips == true, id == nil || (payment.id ?? id) != id {
                return world.violate("what travels has the id it was given", "machine \(machine): \(reply.text)")
            }
            world.acknowledge(Payment(amount: payment.amount, id: id), by: machine)
        }
    }

    /// A payment was acknowledged: from now on the machine must have it.
    private func acknowledge(_ payment: Payment, by machine: Int) {
        unsettled.insert(machine)
        guard let id = payment.id else {
            witnesses[machine].unidentified.insert(payment.text)
            return
        }
        witnesses[machine].identified.insert(payment.text)
        after(random.exponential(mean: 20)) { $0.askFor(id, at: machine) }
    }

    /// Asks for the state of a transaction that a machine has acknowledged.
    private func askFor(_ id: String, at machine: Int) {
        let request = Request(method: .get, path: "/transactions/\(id)")
        call(request, at: machine, patienceSeconds: 10) { world, reply in
            guard let reply, reply.status != 503 else { return }
            let answer = try? JSONDocument(parsing: reply.body).root
            guard reply.status == 200, answer?["transaction"]?["id"]?.string == id else {
                return world.violate("an acknowledged transaction is known", "machine \(machine): \(reply.text)")
            }
        }
    }

    /// A node has answered a message: it has acknowledged what it says it keeps.
    func hear(_ reply: Reply, to request: Request, by machine: Int) {
        // On a ledger, what is refused counts as kept, so that the other goes on behind it.
        guard plan.ledger == nil, request.path == "/gossip", reply.status == 200,
            let message = try? GossipMessage(parsing: request.body), !message.transactions.isEmpty,
            let answer = GossipAnswer(parsing: reply.body, to: message)
        else { return }
        witnesses[machine].identified.formUnion(message.transactions.prefix(answer.kept).map(\.text))
        unsettled.insert(machine)
    }

    /// Mines a block.
    func mine(at machine: Int) {
        let patience = random.seconds(in: 1...60)
        call(Request(method: .get, path: "/mine"), at: machine, patienceSeconds: patience) { world, reply in
            guard let reply, reply.status == 200 else { return }
            let value = try? JSONDocument(parsing: reply.body).root
            guard let value, let index = value["index"]?.integer, let proof = value["proof"].flatMap(Proof.init),
                let previousHash = value["previous_hash"]?.string
            else { return world.violate("an answer can be read", "machine \(machine): \(reply.text)") }
            let forged = ForgedProof(index: index, proof: proof, previousHash: previousHash)
            // From then on it disappears only when a longer chain comes.
            guard world.witnesses[machine].forged.contains(forged) else {
                return world.violate("an acknowledged block was in the chain", "machine \(machine): \(reply.text)")
            }
        }
    }

    func resolve(at machine: Int) {
        call(Request(method: .get, path: "/nodes/resolve"), at: machine, patienceSeconds: 60) { _, _ in }
    }

    /// A client on the machine itself: nothing is lost on its way, but it may lose patience.
    func call(
        _ request: Request, at machine: Int, patienceSeconds: Double,
        _ completion: @escaping @Sendable (isolated World, Reply?) -> Void
    ) {
        let number = nextNumber()
        note("client -> \(machine) \(request.method.rawValue) \(request.path)")
        serve(request, at: machine, for: number) { world, reply in
            world.note("client <- \(machine) \(reply.map { "\($0.status) \($0.body.count)" } ?? "nothing")")
            completion(world, reply)
        }
        after(patienceSeconds) { $0.leave(number) }
    }
}

/// A payment that a client wants.
struct Payment: Sendable {
    var amount: Int
    let id: String?

    var request: Request {
        let idMember = id.map { ", \"id\": \"\($0)\"" } ?? ""
        let body = "{\"sender\": \"alice\", \"recipient\": \"bob\", \"amount\": \(amount)\(idMember)}"
        return Request(method: .post, path: "/transactions/new", body: Array(body.utf8))
    }

    /// The payment as a block includes it.
    var text: CanonicalText {
        id.map { id in
            .object([
                "amount": .integer(amount), "id": .string(id), "recipient": .string("bob"), "sender": .string("alice"),
            ])
        } ?? .object(["amount": .integer(amount), "recipient": .string("bob"), "sender": .string("alice")])
    }
}

extension Reply {
    var text: String { String(decoding: body.prefix(300), as: UTF8.self) }
}
