/// Writes values as canonical text.
struct CanonicalWriter {
    static let separator: [UInt8] = [UInt8(ascii: ","), 0x20]
    static let colon: [UInt8] = [UInt8(ascii: ":"), 0x20]

    var bytes: [UInt8] = []

    /// The canonical text of a value, in memory of just that size.
    static func text(of value: JSONValue) -> CanonicalText {
        var writer = CanonicalWriter()
        if value.index == 0 { writer.bytes.reserveCapacity(value.tree.sourceLength) }
        writer.append(value.tree, index: value.index)
        return CanonicalText(uncheckedBytes: writer.bytes.fitting)
    }

    /// A container being written, with the children still to come.
    private struct Container {
        var next: Int
        let end: Int
        let first: Int
        let isObject: Bool

        init(children: Range<Int>, isObject: Bool) {
            next = children.lowerBound
            end = children.upperBound
            first = children.lowerBound
            self.isObject = isObject
        }
    }

    /// Writes a subtree from left to right, each byte once.
    private mutating func append(_ tree: JSONTree, index: Int) {
        var containers: [Container] = []
        var index = index
        while true {
            let token = tree.tokens[index]
            if token.kind == .array || token.kind == .object {
                let isObject = token.kind == .object
                bytes.append(UInt8(ascii: isObject ? "{" : "["))
                let range = token.range
                containers.append(Container(children: range, isObject: isObject))
            } else {
                append(scalar: token, of: tree)
            }
            guard let next = advance(in: tree, &containers) else { return }
            index = next
        }
    }

    /// After a value: closes what ends here, and moves on to the next value's token; nil at the end.
    private mutating func advance(in tree: JSONTree, _ containers: inout [Container]) -> Int? {
        while let container = containers.last {
            if container.next == container.end {
                bytes.append(UInt8(ascii: container.isObject ? "}" : "]"))
                containers.removeLast()
                continue
            }
            containers[containers.count - 1].next += 1
            if container.next > container.first { bytes.append(contentsOf: Self.separator) }
            let child = Int(tree.children[container.next])
            guard container.isObject else { return child }
            append(scalar: tree.tokens[child], of: tree)
            bytes.append(contentsOf: Self.colon)
            return child + 1
        }
        return nil
    }

    private mutating func append(scalar token: JSONToken, of tree: JSONTree) {
        switch token.kind {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .true: bytes.append(contentsOf: "true".utf8)
        case .false: bytes.append(contentsOf: "false".utf8)
        case .integer: bytes.append(contentsOf: tree.source[token.range])
        case .double: append(token.double)
        case .printableString:
            // The source has the quotes on both sides.
            bytes.append(contentsOf: tree.source[token.range.lowerBound - 1...token.range.upperBound])
        case .sourceString, .decodedString: append(characters: tree.characters(of: token))
        case .array, .object: preconditionFailure("a container is no scalar")
        }
    }
}

extension [UInt8] {
    /// The same bytes, copied if they take up much more memory than they need, because texts are kept for long.
    var fitting: [UInt8] {
        guard capacity - count > count / 8 + 64 else { return self }
        return withUnsafeBufferPointer([UInt8].init)
    }
}
