/// The tree of hashes over a block's transactions, as in RFC 6962, section 2.1.
///
/// Its root stands in the block's header, and a path of hashes shows that a transaction is in the block to somebody who
/// has the header alone. Leaves are the transactions' canonical texts. Making it takes time linear in them, and 64
/// bytes of memory for each.
public struct MerkleTree: Sendable {
    /// The hashes of the leaves, then of pairs of them, and so on up to the root. The last one of an odd number goes up
    /// as it is, which is the same as splitting at the largest power of two below.
    private var levels: [[Digest]]

    /// Hashes all leaves.
    public init(leaves: [CanonicalText]) {
        self.init(hashes: leaves.map { Self.hash(ofLeaf: $0) })
    }

    /// The tree over leaves that are hashed.
    init(hashes: [Digest]) {
        levels = [hashes]
        while let level = levels.last, level.count > 1 {
            levels.append(
                stride(from: 0, to: level.count, by: 2).map { position in
                    position + 1 < level.count ? Self.hash(level[position], level[position + 1]) : level[position]
                })
        }
    }

    /// The root; of no leaves, the hash of nothing.
    public var root: Digest { levels.last?.first ?? Digest(of: [UInt8]()) }

    /// The hashes that lead from a leaf, counted from 0, to the root.
    public func path(ofLeafAt position: Int) -> [Digest] {
        precondition(levels[0].indices.contains(position), "no leaf at \(position)")
        var path: [Digest] = []
        var position = position
        for level in levels {
            let sibling = position ^ 1
            if sibling < level.count { path.append(level[sibling]) }
            position /= 2
        }
        return path
    }

    /// The root to which a path leads from a leaf; nil if a tree of that many leaves has no such path.
    ///
    /// - Parameters:
    ///   - position: the leaf's place, from 0.
    ///   - count: how many leaves there are.
    public static func root(
        ofLeaf leaf: CanonicalText, at position: Int, of count: Int, path: [Digest]
    ) -> Digest? {
        guard count > 0, (0..<count).contains(position) else { return nil }
        var hash = hash(ofLeaf: leaf)
        var rest = path[...]
        var (position, last) = (position, count - 1)
        while last > 0 {
            // The last one of an odd number has no sibling.
            if position % 2 == 1 || position < last {
                guard let sibling = rest.popFirst() else { return nil }
                hash = position % 2 == 1 ? Self.hash(sibling, hash) : Self.hash(hash, sibling)
            }
            position /= 2
            last /= 2
        }
        return rest.isEmpty ? hash : nil
    }

    // The first byte tells leaves from pairs, so that nobody can pass one off as the other.

    static func hash(ofLeaf leaf: CanonicalText) -> Digest { Digest(of: ([0] + leaf.bytes)) }

    private static func hash(_ left: Digest, _ right: Digest) -> Digest {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1 + 2 * BlockHash.byteCount)
        bytes.append(1)
        left.append(to: &bytes)
        right.append(to: &bytes)
        return Digest(of: bytes)
    }
}
