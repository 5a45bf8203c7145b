internal import API
internal import Chain
internal import HTTP
internal import Wording

/// Payments on a ledger.
extension Routes {
    /// Accepts a signed payment.
    static func newPayment(_ body: [UInt8], _ node: Node, _ ledger: LedgerRules) -> Outcome {
        let value: JSONValue
        do throws(JSONBodyError) {
            value = try JSONBody.value(of: body)
        } catch {
            return .now(.error(.badRequest, error.statement.then(howToSign(on: ledger.network))))
        }
        guard value["signature"] != nil else {
            let answer = Statement(.paymentNotSigned).then(howToSign(on: ledger.network))
            return refusal(answer, node) { $0.noteRefused(.notSigned) }
        }
        do throws(LedgerFault) {
            let payment = try SignedPayment(value)
            return .promised { promise in
                node.assumeIsolated { node in
                    node.newPayment(payment) { result in promise.answer(answer(result, payment.id)) }
                }
            }
        } catch {
            let answer = Statement(
                .paymentBreaksRule, ["problem": .statement(error.statement), "rule": .text(error.rule.rawValue)]
            ).then(howToSign(on: ledger.network))
            return refusal(answer, node) { $0.noteRefused(error) }
        }
    }

    /// Counts a refusal on the loop: the body may have been read elsewhere.
    private static func refusal(
        _ statement: Statement, _ node: Node, _ note: @escaping @Sendable (inout LedgerCounts) -> Void
    ) -> Outcome {
        .promised { promise in
            node.assumeIsolated { note(&$0.metrics.ledger) }
            promise.answer(.error(.badRequest, statement))
        }
    }

    private static func answer(_ result: Result<Int, PaymentFailure>, _ id: Digest) -> Response {
        switch result {
        case .success(let block):
            .object(
                .created,
                [
                    "id": .string(id.description),
                    "message": .string("Transaction will be added to Block \(block)"),
                ])
        case .failure(.refused(let refusal)): .error(status(of: refusal), refusal)
        case .failure(.tooManyWaiting): .tooManyWaiting
        case .failure(.notKept(let error)): .notKept(error)
        }
    }

    private static func status(of refusal: PaymentRefusal) -> Status {
        switch refusal {
        case .notSigned: .badRequest
        case .nonceUsed, .nonceTooFar, .nonceTaken, .balance: .conflict
        case .full, .behindGap, .earlierPaysLittle: .serviceUnavailable
        case .longerThanAll: .contentTooLarge
        case .chainIsFull: .insufficientStorage
        }
    }

    /// What whoever has no signature can do, as text for people.
    private static func howToSign(on network: LedgerNetwork) -> Statement {
        Statement(.howToSign, ["network": .text("\(network.id)")])
    }
}
