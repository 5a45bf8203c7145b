internal import Chain
internal import GRDB
internal import Records

/// Where the payments of fallen blocks are.
extension ChainStore {
    /// Where a payment of a fallen block is, by the books of this moment.
    func fate(of payment: JSONValue, _ inclusions: inout FallenInclusions, in db: Database) throws -> PaymentFate {
        if let transaction = identified(payment) {
            guard let record = try record(of: transaction, in: db) else {
                return .gone(try reason(for: transaction, in: db))
            }
            return record.height.map { .carried(height: $0) } ?? .waiting
        }
        if let number = inclusions.next(payment.canonicalText) {
            let sql = "SELECT height FROM carriage WHERE number = ? AND \(Schema.isInChain) LIMIT 1"
            let height = try Int.fetchOne(db.cachedStatement(sql: sql), arguments: [number])
            return height.map { .carried(height: $0) } ?? .waiting
        }
        return .gone(payment.isReward ? .reward : .notPostedHere)
    }

    /// The payment, if it can be told from all others.
    private func identified(_ payment: JSONValue) -> Transaction? {
        network == nil ? Transaction(identified: payment) : (try? SignedPayment(payment)).map { Transaction($0) }
    }

    /// Why a payment was forgotten that is neither pending nor in the chain.
    private func reason(for transaction: Transaction, in db: Database) throws -> PaymentFate.Reason {
        guard let payment = transaction.signedPayment?.payment else { return .noRoom }
        let sql = "SELECT nonce FROM account WHERE address = ?"
        let used = try Int.fetchOne(db.cachedStatement(sql: sql), arguments: [payment.sender.description]) ?? 0
        return payment.nonce < used ? .nonceUsed : .notPayable
    }
}

/// The accepted transactions without an `id` that a fallen block includes.
struct FallenInclusions {
    private var numbers: [[UInt8]: ArraySlice<Int>] = [:]

    init(of block: Block, in db: Database) throws {
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT accepted.text, number FROM carriage JOIN accepted USING (number)
                    WHERE height = ? AND hash = ? AND id IS NULL ORDER BY number
                    """), arguments: [block.index, block.hash.description])
        while let row = try rows.next() {
            numbers[try row.decode(StoredText.self, atIndex: 0).bytes, default: []].append(
                try row.decode(atIndex: 1))
        }
    }

    /// The number of the next one with this text, of which there may be several.
    mutating func next(_ text: CanonicalText) -> Int? { numbers[text.bytes]?.popFirst() }
}

extension JSONValue {
    /// Whether it is what a node pays to whoever made a block.
    var isReward: Bool { self["sender"]?.string == Transaction.rewardSender }
}
