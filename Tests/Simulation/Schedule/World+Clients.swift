internal import Chain
internal import HTTP
internal import Node
internal import Storage

extension World {
    /// Registers a machine's peers.
    func register(_ number: Int) {
        let addresses = plan.registrations[number].map { "\"http://\(machines[$0].address)\"" }
        guard !addresses.isEmpty else { return }
        let body = Array("{\"nodes\": [\(addresses.joined(separator: ", "))]}".utf8)
        let request = Request(method: .post, path: "/nodes/register", body: body)
        call(request, at: number, patienceSeconds: 5) { world, reply in
            // Somebody tries until it works.
            if reply?.status != 201 { world.after(2) { $0.register(number) } }
        }
    }

    /// Pays somebody, at a machine that is up.
    func pay() {
        tally.transactions += 1
        let amount = tally.transactions
        let machine = random.pick(nodeNumbers)
        let payment = Payment(amount: amount, id: nil)
        call(payment.request, at: machine, patienceSeconds: 10) { world, reply in
            guard let reply, reply.status == 201 else { return }
            world.acknowledge(payment, by: machine)
        }
    }

    /// A payment was acknowledged: from now on the machine has it, with or without an id.
    private func acknowledge(_ payment: Payment, by machine: Int) {
        unsettled.insert(machine)
        let amount = "{\"amount\": \(payment.amount), \"id\": "
        let pending = node(machine)?.assumeIsolated { $0.pool.pending.map(\.transaction.text) } ?? []
        let known = pending + witnesses[machine].carried.keys
        // Amounts differ, so there is one at most.
        if let text = known.first(where: { $0.description.hasPrefix(amount) }) {
            witnesses[machine].identified.insert(text)
        } else {
            witnesses[machine].unidentified.insert(payment.text)
        }
    }

    /// Mines a block.
    func mine(at machine: Int) {
        let patience = random.seconds(in: 1...60)
        call(Request(method: .get, path: "/mine"), at: machine, patienceSeconds: patience) { world, reply in
            guard let reply, reply.status == 200 else { return }
            let value = try? JSONDocument(parsing: reply.body).root
            guard let value, let index = value["index"]?.integer, let proof = value["proof"]?.unsignedInteger,
                let previousHash = value["previous_hash"]?.string
            else { return world.violate("an answer can be read", "machine \(machine): \(reply.text)") }
            let forged = ForgedProof(index: index, proof: proof, previousHash: previousHash)
            // From then on it goes only with a longer chain.
            guard world.witnesses[machine].forged.contains(forged) else {
                return world.violate("an acknowledged block was in the chain", "machine \(machine): \(reply.text)")
            }
        }
    }

    func resolve(at machine: Int) {
        call(Request(method: .get, path: "/nodes/resolve"), at: machine, patienceSeconds: 60) { _, _ in }
    }

    /// A client on the machine itself: nothing is lost on its way, but it may lose its patience.
    private func call(
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

/// What a client wants to be paid.
struct Payment: Sendable {
    let amount: Int
    let id: String?

    var request: Request {
        let idMember = id.map { ", \"id\": \"\($0)\"" } ?? ""
        let body = "{\"sender\": \"alice\", \"recipient\": \"bob\", \"amount\": \(amount)\(idMember)}"
        return Request(method: .post, path: "/transactions/new", body: Array(body.utf8))
    }

    /// What a block has of it.
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
