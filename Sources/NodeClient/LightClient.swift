public import Chain
public import HTTP

/// Finds out whether a transaction is in a ledger's chain, and believes no node: all work is checked from the network's
/// first block on, and of the chains that nodes show the one with the most work counts.
///
/// A node can hide a chain, but it can't make one up without the work. So the more nodes are asked, the better.
public struct LightClient: Sendable {
    /// How many nodes may be asked: the headers of each take memory and time.
    public static let maximumNodes = 8
    /// How long a chain may be: more than a year of a block each ten seconds. Each node's takes 128 MiB then.
    public static let maximumLength = 1 << 22
    /// How often a node's headers are fetched: its chain may be replaced meanwhile.
    private static let attempts = 2

    private let network: LedgerNetwork
    private let signatures: any SignatureChecker
    private let time: Duration
    private let now: @Sendable () -> Double

    /// Makes a client of a network.
    ///
    /// - Parameters:
    ///   - time: how long each node may take for everything.
    ///   - now: seconds since 1970.
    public init(
        _ network: LedgerNetwork, checking signatures: any SignatureChecker, within time: Duration,
        now: @escaping @Sendable () -> Double
    ) {
        (self.network, self.signatures, self.time, self.now) = (network, signatures, time, now)
    }

    /// What is wrong with what a node has shown.
    public enum Fault: Sendable {
        /// It didn't answer, or not as a node does.
        case node(NodeError)
        /// The proof that it sends breaks a rule.
        case proof(LedgerFault)
        /// Its proof breaks a rule by its own headers, unless its chain was replaced meanwhile.
        case proofByItsHeaders(LedgerFault)
        /// A header breaks a rule.
        case header(height: Int, LedgerFault)
        /// It took longer than so many seconds for its headers.
        case late(seconds: Int)
        /// It says that its chain has more blocks than are followed.
        case tooLong(length: Int)
        /// It says that its chain has so many blocks, and sends fewer headers.
        case tooFew(length: Int, sent: Int)
    }

    /// What a node has shown.
    public struct Witness: Sendable {
        /// The node.
        public let origin: Origin
        /// The chain of its headers; nil if the node was left out.
        public fileprivate(set) var chain: HeaderChain?
        /// Why it was left out, or why its proof doesn't count, or its chain ends where it does.
        public fileprivate(set) var fault: Fault?
        /// Whether what it has sent is wrong, so that it lies or is no node of the network. Others don't answer.
        public fileprivate(set) var isWrong = false

        fileprivate var proof: InclusionProof?
    }

    /// What all nodes together have shown.
    public struct Findings: Sendable {
        /// What each has shown, in the order in which they were named.
        public fileprivate(set) var witnesses: [Witness]
        /// Which of them has the chain with the most work, and of equals the first; nil if none has any.
        public fileprivate(set) var best: Int?
        /// The transaction and where it is in that chain; nil if nobody shows it there.
        public fileprivate(set) var receipt: (proof: InclusionProof, confirmation: Confirmation)?
    }

    /// Asks nodes for a transaction and for their headers, all at once.
    public func findings(about id: Digest, from nodes: [RemoteNode]) async -> Findings {
        precondition(nodes.count <= Self.maximumNodes, "the headers of each node take memory")
        let deadline = ContinuousClock.now + time
        // Proofs first: of which blocks they are says which headers to keep. Anybody's may be of the best chain.
        var witnesses = await each(of: nodes.map { ($0, Witness(origin: $0.origin)) }) { node, witness in
            await proven(id, by: node, witness, until: deadline)
        }
        let heights = Set(witnesses.compactMap { $0.proof?.height })
        witnesses = await each(of: Array(zip(nodes, witnesses))) { node, witness in
            await followed(node, witness, keeping: heights, until: deadline)
        }
        return judged(witnesses)
    }

    /// Does the same for all nodes at once.
    private func each(
        of nodes: [(RemoteNode, Witness)], _ body: @escaping @Sendable (RemoteNode, Witness) async -> Witness
    ) async -> [Witness] {
        await withTaskGroup(of: (Int, Witness).self) { group in
            for (position, (node, witness)) in nodes.enumerated() {
                group.addTask { (position, await body(node, witness)) }
            }
            var witnesses = nodes.map(\.1)
            for await (position, witness) in group { witnesses[position] = witness }
            return witnesses
        }
    }
}

// MARK: - One node

extension LightClient {
    /// Asks a node for the proof of a transaction.
    private func proven(
        _ id: Digest, by node: RemoteNode, _ witness: Witness, until deadline: ContinuousClock.Instant
    ) async -> Witness {
        var witness = witness
        do {
            let answer = try await node.inclusionProof(of: id, within: deadline - .now)
            witness.proof = try answer.map { value throws(LedgerFault) in try InclusionProof(value, of: id) }
        } catch let fault as LedgerFault {
            witness.deny(.proof(fault))
        } catch let error as NodeError {
            witness.leave(.node(error), isWrong: error.kind == .noAnswer)
        } catch {
            preconditionFailure("there are no other errors")
        }
        return witness
    }

    /// Fetches a node's headers and checks them, unless it was left out.
    private func followed(
        _ node: RemoteNode, _ witness: Witness, keeping heights: Set<Int>, until deadline: ContinuousClock.Instant
    ) async -> Witness {
        guard !witness.isLeftOut else { return witness }
        var witness = witness
        for attempt in 1...Self.attempts {
            var chain = HeaderChain(network, keeping: heights)
            do {
                try await fetch(&chain, from: node, until: deadline)
                witness.chain = chain
            } catch let error as NodeError {
                witness.leave(.node(error), isWrong: error.kind == .noAnswer)
            } catch let fault as HeaderFault {
                // Between two pages an honest node's chain may be replaced.
                if fault.mayBeReplaced, attempt < Self.attempts { continue }
                switch fault.cause {
                case .wrong(let reason): witness.leave(reason, isWrong: true)
                case .late(let reason): witness.leave(reason, isWrong: false)
                case .future(let reason):
                    witness.chain = chain
                    witness.fault = reason
                }
            } catch {
                preconditionFailure("there are no other errors")
            }
            break
        }
        return witness
    }

    /// Why a chain of headers ends.
    private struct HeaderFault: Error {
        enum Cause {
            case wrong(Fault), late(Fault), future(Fault)
        }

        let cause: Cause
        /// Whether a header doesn't fit to those of the page before.
        var mayBeReplaced = false
    }

    /// Fetches all headers, as many as the node says at first that there are.
    private func fetch(
        _ chain: inout HeaderChain, from node: RemoteNode, until deadline: ContinuousClock.Instant
    ) async throws {
        var total: Int?
        while total.map({ chain.length < $0 }) ?? true {
            let rest = deadline - .now
            guard rest > .zero else {
                throw HeaderFault(cause: .late(.late(seconds: Int(time.components.seconds))))
            }
            // From the first block on, which has no header: a chain may have no second one.
            let from = chain.length == Block.firstIndex ? Block.firstIndex : chain.length + 1
            let page = try await node.headers(from: from, within: rest)
            let length = total ?? page.total
            guard length <= Self.maximumLength else {
                throw HeaderFault(cause: .wrong(.tooLong(length: length)))
            }
            guard !page.headers.isEmpty || chain.length >= length else {
                throw HeaderFault(
                    cause: .wrong(.tooFew(length: length, sent: chain.length - 1)),
                    mayBeReplaced: total != nil)
            }
            try append(page.headers.prefix(length - chain.length), to: &chain)
            total = length
        }
    }

    private func append(_ headers: some Collection<JSONValue>, to chain: inout HeaderChain) throws(HeaderFault) {
        let now = now()
        for (offset, header) in headers.enumerated() {
            do throws(LedgerFault) {
                try chain.append(header, now: now)
            } catch {
                let reason = Fault.header(height: chain.length + 1, error)
                throw HeaderFault(
                    cause: error.isForGood ? .wrong(reason) : .future(reason),
                    mayBeReplaced: offset == 0 && chain.length > Block.firstIndex)
            }
        }
    }
}

extension LightClient.Witness {
    /// Whether nothing of it counts.
    fileprivate var isLeftOut: Bool { fault != nil }

    /// Leaves the node out.
    fileprivate mutating func leave(_ reason: LightClient.Fault, isWrong: Bool) {
        (chain, proof, fault, self.isWrong) = (nil, nil, reason, isWrong)
    }

    /// Leaves a node out that has said what isn't so.
    fileprivate mutating func deny(_ reason: LightClient.Fault) { leave(reason, isWrong: true) }
}

// MARK: - All of them

extension LightClient {
    private func judged(_ witnesses: [Witness]) -> Findings {
        var findings = Findings(witnesses: witnesses)
        // A proof that its own chain refutes is a lie, and so is the rest.
        for (position, witness) in witnesses.enumerated() {
            guard let chain = witness.chain, let proof = witness.proof else { continue }
            do throws(LedgerFault) {
                _ = try chain.confirm(proof, by: signatures)
            } catch {
                findings.witnesses[position].deny(.proofByItsHeaders(error))
            }
        }
        for (position, witness) in findings.witnesses.enumerated() {
            guard let chain = witness.chain else { continue }
            let most = findings.best.flatMap { findings.witnesses[$0].chain?.work }
            if most.map({ chain.work > $0 }) ?? true { findings.best = position }
        }
        guard let best = findings.best, let chain = findings.witnesses[best].chain else { return findings }
        for case let proof? in findings.witnesses.map(\.proof) {
            guard let confirmation = try? chain.confirm(proof, by: signatures) else { continue }
            findings.receipt = (proof, confirmation)
            break
        }
        return findings
    }
}
