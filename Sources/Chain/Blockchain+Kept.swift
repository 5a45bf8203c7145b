extension Blockchain {
    /// Begins a chain with the stored text of its first block.
    package init(firstKept text: [UInt8], rules: Rules) throws(ChainError) {
        try self.init(first: try Block(keptText: text, height: 1), rules: rules)
    }

    /// Adds a block by its stored text, which must continue from the last one by index and hash.
    ///
    /// The proof isn't checked again: it was checked before the block was stored, and if the hash of the text is still
    /// the one that the next block gives, nothing has changed. For blocks in the usual layout this takes one SHA-256 of
    /// the text and no parsing.
    package mutating func appendKept(_ text: [UInt8]) throws(ChainError) {
        let lastBlock = lastBlock
        let block =
            if let block = Block(keptText: text, after: lastBlock) {
                block
            } else {
                try Block(keptText: text, height: length + 1)
            }
        try block.checkLink(to: lastBlock, at: length + 1)
        blocks.append(block)
    }
}

extension Block {
    /// Parses a canonical text in full; the height is for errors.
    package init(keptText bytes: [UInt8], height: Int) throws(ChainError) {
        guard let document = try? JSONDocument(parsing: bytes) else { throw .fault(height: height, .notCanonical) }
        do throws(BlockFault) {
            try self.init(document.root)
            guard text.bytes == bytes else { throw .notCanonical }
        } catch {
            throw .fault(height: height, error)
        }
    }

    /// Recognises the canonical text of the block after `last` by its beginning, which has all that a chain needs. Nil
    /// for a text that begins differently, such as one with extra keys.
    fileprivate init?(keptText bytes: [UInt8], after last: Block) {
        var scanner = BlockScanner(bytes)
        let index = last.index + 1
        guard let head = scanner.head(), bytes[head.index].elementsEqual("\(index)".utf8),
            BlockHash(hexDigits: bytes[head.previousHash]) == last.hash, let proof = Proof(digits: bytes[head.proof]),
            bytes.last == UInt8(ascii: "}")
        else { return nil }
        let text = CanonicalText(uncheckedBytes: bytes)
        self.init(text: text, index: index, proof: proof, hash: BlockHash(of: text), previousHash: last.hash)
    }
}
