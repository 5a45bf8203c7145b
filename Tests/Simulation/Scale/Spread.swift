internal import Chain
internal import Records

/// When blocks and transactions reached each node.
struct Spread {
    private(set) var blocks: [BlockHash: [Double]] = [:]
    private(set) var transactions: [CanonicalText: [Double]] = [:]

    mutating func note(_ changes: [Change], at seconds: Double) {
        for change in changes {
            switch change {
            case .accepted(let accepted): transactions[accepted.transaction.text, default: []].append(seconds)
            case .forged(let block, _): blocks[block.hash, default: []].append(seconds)
            case .replaced(let replacement):
                for position in replacement.commonLength..<replacement.chain.length {
                    blocks[replacement.chain.blocks.hash(at: position), default: []].append(seconds)
                }
            case .posted, .dropped, .registered, .unregistered: break
            }
        }
    }

    /// Seconds from when the first node has something until these shares of all nodes have it: the median of all
    /// samples.
    static func seconds(
        of arrivals: some Collection<[Double]>, nodes: Int, shares: [Double]
    ) -> (seconds: [Double], missing: Int) {
        let whole = arrivals.filter { $0.count == nodes }.map { $0.sorted() }
        guard !whole.isEmpty else { return ([], arrivals.count) }
        let seconds = shares.map { share in
            let place = max(0, Int((share * Double(nodes)).rounded(.up)) - 1)
            return whole.map { $0[place] - $0[0] }.sorted()[whole.count / 2]
        }
        return (seconds, arrivals.count - whole.count)
    }
}
