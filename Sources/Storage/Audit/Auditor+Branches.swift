internal import Chain
internal import GRDB

extension Auditor {
    /// Checks that each remembered branch has no more blocks than fell, that these hang together from the block where
    /// it left the chain, and that none is in the chain.
    mutating func checkBranches() throws {
        let branches = try Row.fetchAll(
            db, sql: "SELECT number, height, parent, blocks, successor_tip FROM branch ORDER BY number")
        for row in branches {
            let number: Int = try row.decode(atIndex: 0)
            let (height, count): (Int, Int) = (try row.decode(atIndex: 1), try row.decode(atIndex: 3))
            let parent = try row.decode(String?.self, atIndex: 2)
            let successor = try row.decode(String?.self, atIndex: 4)
            let isWhole =
                (parent == nil) == (height == 0) && parent.map(isHash) ?? true && successor.map(isHash) ?? false
            guard isWhole, height >= 0, count >= 1 else {
                report(.branch(number: number))
                continue
            }
            try checkFallen(of: number, above: height, parent: parent, count: count)
        }
    }

    private mutating func checkFallen(of number: Int, above height: Int, parent: String?, count: Int) throws {
        let rows = try StoredBlock.fetchCursor(
            db, sql: "SELECT height, hash, text FROM fallen WHERE branch = ? ORDER BY height", arguments: [number])
        var last: StoredBlock?
        while let stored = try rows.next() {
            let before = last?.hash?.description ?? (stored.height == height + 1 ? parent : nil)
            let isNext = last.map { $0.height + 1 == stored.height } ?? (stored.height > height)
            let block = try? Block(keptText: stored.text, height: stored.height)
            // The first remembered block of a long branch names one that isn't remembered.
            let isLinked = before.map { $0 == block?.previousHash?.description } ?? true
            if let block, block.index == stored.height, block.hash == stored.hash, isNext, isLinked {
                if try db.hash(at: stored.height) == stored.hash {
                    report(.fallenInChain(branch: number, height: stored.height))
                }
            } else {
                report(.fallen(branch: number, height: stored.height))
            }
            last = stored
        }
        if let last, last.height != height + count { report(.branch(number: number)) }
    }

    private func isHash(_ text: String) -> Bool { BlockHash(hexDigits: Array(text.utf8)[...]) != nil }
}
