internal import API
internal import Chain
internal import HTTP
internal import Records
internal import Wording

/// Mining outside the node.
extension Routes {
    static func addWork(to router: inout Router, _ node: Node) {
        router.on(.get, .head, path: "/work") { request in
            node.assumeIsolated { node in .now(work(node, request)) }
        }
        router.on(.post, path: "/work") { request in reading(request, node) { forge($0, node) } }
    }

    private static func forge(_ body: [UInt8], _ node: Node) -> Outcome {
        do throws(WorkFault) {
            let done = try DoneWork(body)
            return .soon { await forge(done, node) }
        } catch {
            return .now(.error(.badRequest, error))
        }
    }

    private static func work(_ node: isolated Node, _ request: Request) -> Response {
        do throws(QueryError) {
            let query = try Query(request.query, knowing: ["miner"])
            return work(node, payingTo: try query["miner"], for: request.client)
        } catch {
            return .error(.badRequest, error)
        }
    }

    private static func work(_ node: isolated Node, payingTo name: String?, for client: ClientGroup) -> Response {
        var miner: Address?
        if let name {
            guard node.ledger != nil else {
                return .error(.badRequest, .minerNotHere)
            }
            guard let address = Address(hexDigits: Array(name.utf8)[...]) else {
                return .error(.badRequest, .minerNotAnAddress)
            }
            miner = address
        }
        do throws(MiningError) {
            let answer = try node.work(payingTo: miner, for: client)
            return .json(.ok, headers: [noStore], .bytes(answer.text.bytes + [UInt8(ascii: "\n")]))
        } catch {
            return refusal(error, forged: nil)
        }
    }

    /// Work is of the moment.
    private static let noStore = Header("Cache-Control", "no-store")

    private static func forge(_ done: DoneWork, _ node: Node) async -> Response {
        do throws(WorkError) {
            let forged = try await node.forge(done)
            return .value(.ok, MiningReceipt.one(ForgedBlockInfo(forged, withTransactions: true)).text)
        } catch {
            return switch error {
            case .stale, .isForged: .error(.conflict, error)
            case .unknown: .error(.notFound, error)
            case .notSolved, .number, .otherMiner: .error(.badRequest, error)
            case .notForged(let error): refusal(error, forged: nil)
            }
        }
    }
}

/// Why a body is no work that was done.
private struct WorkFault: Error, Stated {
    let statement: Statement

    init(_ code: Statement.Code, _ values: KeyValuePairs<String, Statement.Value> = [:]) {
        statement = Statement(code, values).then(Self.example)
    }

    init(_ error: JSONBodyError) {
        statement = error.statement.then(Self.example)
    }

    private static let example = Statement(.workExample)
}

extension DoneWork {
    /// Reads the body of a request.
    fileprivate init(_ body: [UInt8]) throws(WorkFault) {
        let value: JSONValue
        do throws(JSONBodyError) {
            value = try JSONBody.value(of: body)
        } catch {
            throw WorkFault(error)
        }
        guard value.kind == .object else { throw WorkFault(.workNotAnObject) }
        guard value.memberCount == Self.keys.count(where: { value[$0] != nil }) else {
            throw WorkFault(.workOtherKeys, ["keys": .text(Self.keys.joined(separator: ", "))])
        }
        guard let name = value["id"] else { throw WorkFault(.workIdMissing) }
        guard let id = name.string.flatMap({ BlockHash(hexDigits: Array($0.utf8)[...]) }) else {
            throw WorkFault(.workIdMalformed)
        }
        self.id = id
        number = try Self.number(in: value)
        miner = try Self.miner(in: value)
    }

    private static let keys = ["id", "miner", "nonce", "proof"]

    private static func number(in value: JSONValue) throws(WorkFault) -> Number {
        let (nonce, proof) = (value["nonce"], value["proof"])
        guard (nonce == nil) != (proof == nil), let given = nonce ?? proof else {
            throw WorkFault(.workNumberMissing)
        }
        guard let number = Proof(given) else {
            throw WorkFault(nonce == nil ? .workProofMalformed : .workNonceMalformed)
        }
        return nonce == nil ? .proof(number) : .nonce(number)
    }

    /// The longest name of who is paid, in bytes of UTF-8: as long as a node's own may be.
    private static let maximumMinerBytes = 256

    private static func miner(in value: JSONValue) throws(WorkFault) -> String? {
        guard let named = value["miner"] else { return nil }
        guard let miner = named.string, !miner.isEmpty, miner != Transaction.rewardSender,
            miner.utf8.count <= maximumMinerBytes
        else {
            throw WorkFault(
                .workMinerMalformed,
                ["limit": .number(maximumMinerBytes), "reserved": .text(Transaction.rewardSender)])
        }
        return miner
    }
}
