import TestSupport
import Testing

@testable import Chain

@Suite struct `A Merkle tree` {
    private static func leaves(_ count: Int) -> [CanonicalText] { (0..<count).map { .integer($0) } }

    /// RFC 6962, section 2.1, to the letter.
    private static func root(_ leaves: ArraySlice<CanonicalText>) -> Digest {
        guard let first = leaves.first else { return Digest(of: [UInt8]()) }
        guard leaves.count > 1 else { return Digest(of: [0] + first.bytes) }
        var split = 1
        while 2 * split < leaves.count { split *= 2 }
        let middle = leaves.startIndex + split
        return Digest(of: [1] + root(leaves[..<middle]).bytes + root(leaves[middle...]).bytes)
    }

    @Test(arguments: Array(0...70) + [127, 128, 129])
    func `of any number of leaves has RFC 6962's root, to which each leaf's path leads`(count: Int) {
        let leaves = Self.leaves(count)
        let tree = MerkleTree(leaves: leaves)
        #expect(tree.root == Self.root(leaves[...]))
        for (position, leaf) in leaves.enumerated() {
            let path = tree.path(ofLeafAt: position)
            #expect(MerkleTree.root(ofLeaf: leaf, at: position, of: count, path: path) == tree.root)
        }
    }

    @Test(arguments: [0, 1, 127, 128, 129, 300])
    func `of a block has the root that its header names, in whatever order its parts are hashed`(count: Int) throws {
        let text = "[\((0..<count).map(String.init).joined(separator: ", "))]"
        let document = try JSONDocument(parsing: Array(text.utf8))
        let transactions = try #require(document.root.elements)
        let root = Self.root(Self.leaves(count)[...])
        for checker in [nil, Backwards()] { try LedgerBlock.checkRoot(root, of: transactions, on: checker) }
        #expect(throws: LedgerFault.self) {
            try LedgerBlock.checkRoot(Digest(of: root.bytes), of: transactions, on: Backwards())
        }
    }

    /// Does the last first.
    private struct Backwards: SignatureChecker {
        func areSigned(_ payments: [SignedPayment], on network: BlockHash) -> [Bool] { payments.map { _ in false } }

        func results<Value: Sendable>(_ count: Int, _ work: @Sendable (Int) -> Value) -> [Value] {
            (0..<count).reversed().map(work).reversed()
        }
    }

    @Test func `of nothing has the published root`() {
        #expect(
            MerkleTree(leaves: []).root.description
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test(arguments: [1, 2, 3, 6, 7, 8, 13])
    func `does not take a path for another leaf, place or number of leaves, nor a changed one`(count: Int) {
        let leaves = Self.leaves(count)
        let tree = MerkleTree(leaves: leaves)
        for (position, leaf) in leaves.enumerated() {
            let path = tree.path(ofLeafAt: position)
            func root(_ leaf: CanonicalText, _ position: Int, _ count: Int, _ path: [Digest]) -> Digest? {
                MerkleTree.root(ofLeaf: leaf, at: position, of: count, path: path)
            }
            #expect(root(.integer(99), position, count, path) != tree.root)
            for other in leaves.indices where other != position {
                #expect(root(leaf, other, count, path) != tree.root)
            }
            #expect(root(leaf, position, count, path + [tree.root]) == nil)
            if !path.isEmpty {
                #expect(root(leaf, position, count, path.dropLast()) == nil)
                #expect(root(leaf, position, count, [tree.root] + path.dropFirst()) != tree.root)
            }
            for wrong in [-1, count, count + 1, .max] { #expect(root(leaf, wrong, count, path) == nil) }
            for wrong in [-1, 0] { #expect(root(leaf, position, wrong, path) == nil) }
        }
    }

    @Test func `of 5000 leaves has paths of at most 13 hashes`() {
        let leaves = Self.leaves(5_000)
        let tree = MerkleTree(leaves: leaves)
        #expect(tree.root == Self.root(leaves[...]))
        for position in [0, 1, 2_500, 4_095, 4_096, 4_999] {
            let path = tree.path(ofLeafAt: position)
            #expect(path.count <= 13)
            #expect(
                MerkleTree.root(ofLeaf: leaves[position], at: position, of: 5_000, path: path) == tree.root)
        }
    }
}
