import Chain
import HTTP
import Storage
extension Node {
    func keep(_ transactions: [Transaction]) async -> Int { transactions.count }
}
extension TransactionPool {
    func hasPending(after number: Int) -> Bool { (pending.last?.number ?? 0) > number }
    func pending(after number: Int, atMostBytes: Int, atMostCount: Int) -> [AcceptedTransaction] { [] }
}
extension Transaction { init?(identified: JSONValue) { return nil } }
extension Request { var remoteHost: String { "127.0.0.1" } }
