/// One header field of a message.
public struct Header: Hashable, Sendable {
    /// The name; case-insensitive.
    public let name: String

    /// The value, without surrounding white space.
    public let value: String

    /// Makes a header.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// The header fields of a message, in order. In one block of memory, since few are ever read.
public struct Headers: Sequence, Sendable {
    /// All names and values, concatenated.
    private var text: [UInt8] = []

    /// Where each name and each value ends.
    private var ends: [Int] = []

    /// Makes a list of these fields.
    public init(_ headers: [Header] = []) {
        for header in headers {
            text += header.name.utf8
            ends.append(text.count)
            text += header.value.utf8
            ends.append(text.count)
        }
    }

    /// Appends a field.
    mutating func append(_ field: FieldLine) {
        text += field.name
        ends.append(text.count)
        text += field.value
        ends.append(text.count)
    }

    /// How many fields there are.
    var count: Int { ends.count / 2 }

    /// How much memory they take, in bytes.
    var heldBytes: Int { text.capacity + ends.capacity * MemoryLayout<Int>.stride }

    /// Makes room for a usual head, before the first field.
    mutating func reserveForHead() {
        text.reserveCapacity(256)
        ends.reserveCapacity(16)
    }

    /// Appends more of a value to the last field, after a space. Returns false if there is no field.
    mutating func extendLast(by more: ArraySlice<UInt8>) -> Bool {
        guard let name = ends.dropLast().last else { return false }
        if more.isEmpty { return true }
        if text.count > name { text.append(.space) }
        text += more
        ends[ends.count - 1] = text.count
        return true
    }

    /// All values of `name`, which must be in lower case.
    public func values(of name: StaticString) -> [String] {
        positions.filter { isNamed(name, at: $0) }.map { String(decoding: field(at: $0).value, as: UTF8.self) }
    }

    /// Iterates in order.
    public func makeIterator() -> AnyIterator<Header> {
        var position = 0
        return AnyIterator {
            guard positions.contains(position) else { return nil }
            defer { position += 2 }
            let (name, value) = field(at: position)
            return Header(String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
        }
    }
}

// MARK: - As bytes

extension Headers {
    /// The first value of `name`, which must be in lower case.
    package func first(_ name: StaticString) -> ArraySlice<UInt8>? {
        positions.first { isNamed(name, at: $0) }.map { field(at: $0).value }
    }

    /// How many values `name` has, which must be in lower case.
    func count(of name: StaticString) -> Int {
        positions.reduce(0) { $0 + (isNamed(name, at: $1) ? 1 : 0) }
    }

    /// Whether a comma-separated list, possibly spread over several fields, contains this lower-case word.
    func lists(_ word: StaticString, in name: StaticString) -> Bool {
        elements(of: name).contains { $0.isCaseless(word) }
    }

    /// The elements of a comma-separated list, possibly spread over several fields. Empty ones don't count: they are
    /// where lists were joined (RFC 9110, section 5.6.1).
    func elements(of name: StaticString) -> [ArraySlice<UInt8>] {
        positions.filter { isNamed(name, at: $0) }.flatMap { position in
            field(at: position).value.split(separator: UInt8(ascii: ",")).map(\.trimmed).filter { !$0.isEmpty }
        }
    }

    /// Puts one value in place of all values of `name`.
    mutating func replace(_ name: StaticString, by value: ArraySlice<UInt8>) {
        let others = filter { !Array($0.name.utf8)[...].isCaseless(name) }
        self = Headers(others + [Header(name.description, String(decoding: value, as: UTF8.self))])
    }

    /// The positions in `ends` at which names end.
    private var positions: StrideTo<Int> { stride(from: 0, to: ends.count, by: 2) }

    private func field(at position: Int) -> (name: ArraySlice<UInt8>, value: ArraySlice<UInt8>) {
        let start = position == 0 ? 0 : ends[position - 1]
        return (text[start..<ends[position]], text[ends[position]..<ends[position + 1]])
    }

    private func isNamed(_ name: StaticString, at position: Int) -> Bool {
        let start = position == 0 ? 0 : ends[position - 1]
        // Nearly all differ in length, so no slice is made for them.
        guard ends[position] - start == name.utf8CodeUnitCount else { return false }
        return text[start..<ends[position]].isCaseless(name)
    }
}

extension ArraySlice<UInt8> {
    /// Whether it equals a lower-case text, ignoring case. Only for ASCII letters: some other letters become ASCII when
    /// lowercased, which no other program would accept.
    func isCaseless(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { text in
            (0..<text.count).allSatisfy { unsafe self[startIndex + $0].asciiLowercased == text[$0] }
        }
    }
}

extension UInt8 {
    /// ASCII letters in lower case; everything else unchanged.
    fileprivate var asciiLowercased: UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
    }
}
