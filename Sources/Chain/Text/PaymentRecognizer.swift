/// Reads clients' payments as nearly all of them are spelled, without taking the JSON apart: an object of just the
/// three keys, in any order, with values as canonical text has them.
extension Transaction {
    /// The largest body that is looked at: anything longer is unusual.
    static let maximumUsualBytes = 4 * 1024

    /// Checks a client's request in the usual spelling. Nil for anything else, also for what isn't a payment: that says
    /// nothing about it, and ``init(_:keepingID:newID:)`` says what is wrong.
    ///
    /// - Parameter newID: the `id` to use.
    public init?(usual body: [UInt8], newID: TransactionID? = nil) {
        guard body.count <= Self.maximumUsualBytes else { return nil }
        var output = [UInt8](repeating: 0, count: 2 * body.count + CanonicalRecognizer.overhang)
        let values = {
            var span = output.mutableSpan
            var bytes = span.mutableBytes
            return PaymentValues(of: body.span.bytes, &bytes)
        }()
        guard let values, values.areAllowed(in: output) else { return nil }
        self.init(
            amount: output[values.amount], recipient: output[values.recipient], sender: output[values.sender], id: newID
        )
    }
}

/// Where the three values' canonical texts are in a recogniser's output.
private struct PaymentValues {
    let amount: Range<Int>
    let recipient: Range<Int>
    let sender: Range<Int>

    init?(of source: RawSpan, _ output: inout MutableRawSpan) {
        var recognizer = CanonicalRecognizer(at: 0, of: source)
        recognizer.skipWhitespace(source)
        guard recognizer.take("{", source, &output) else { return nil }
        var (amount, recipient, sender): (Range<Int>?, Range<Int>?, Range<Int>?)
        repeat {
            if amount == nil, recognizer.takeKey(#""amount":"#, source, &output) {
                let start = recognizer.count
                guard recognizer.takeAnyNumber(source, &output) else { return nil }
                amount = start..<recognizer.count
            } else if recipient == nil, recognizer.takeKey(#""recipient":"#, source, &output) {
                let start = recognizer.count
                guard recognizer.takeString(source, &output) else { return nil }
                recipient = start..<recognizer.count
            } else if sender == nil, recognizer.takeKey(#""sender":"#, source, &output) {
                let start = recognizer.count
                guard recognizer.takeString(source, &output) else { return nil }
                sender = start..<recognizer.count
            } else {
                return nil
            }
            recognizer.skipWhitespace(source)
        } while recognizer.takeSeparator(",", source, &output)
        guard recognizer.take("}", source, &output), recognizer.position == source.byteCount,
            let amount, let recipient, let sender
        else { return nil }
        (self.amount, self.recipient, self.sender) = (amount, recipient, sender)
    }

    /// Whether the rules for payments allow the values. Below zero nearly nothing is allowed, so that isn't looked at.
    func areAllowed(in output: [UInt8]) -> Bool {
        let quotes = 2
        let isReward = sender.count == quotes + 1 && output[sender.lowerBound + 1] == UInt8(ascii: "0")
        return output[amount.lowerBound] != UInt8(ascii: "-") && recipient.count > quotes && sender.count > quotes
            && !isReward
    }
}
