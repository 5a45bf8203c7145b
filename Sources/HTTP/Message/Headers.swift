internal import CLibEvent
internal import Glibc

/// One field of a message's head.
public struct Header: Hashable, Sendable {
    /// The name; compared without regard to case.
    public let name: String

    /// The value, without surrounding white space.
    public let value: String

    /// Makes a header.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// The fields of a message's head, in order: in one piece of memory, since hardly any is looked at.
public struct Headers: Sequence, Sendable {
    /// All names and values, concatenated.
    private var text: [UInt8] = []

    /// Where each name and each value ends.
    private var ends: [Int] = []

    /// Of these fields.
    public init(_ headers: [Header] = []) {
        for header in headers {
            text += header.name.utf8
            ends.append(text.count)
            text += header.value.utf8
            ends.append(text.count)
        }
    }

    /// libevent's list.
    init(copying list: UnsafeMutablePointer<evkeyvalq>?) {
        text.reserveCapacity(256)
        ends.reserveCapacity(16)
        var next = unsafe list?.pointee.tqh_first
        while let field = unsafe next {
            unsafe append(UnsafePointer(field.pointee.key))
            unsafe append(UnsafePointer(field.pointee.value))
            unsafe next = field.pointee.next.tqe_next
        }
    }

    private mutating func append(_ string: UnsafePointer<CChar>) {
        let count = unsafe strlen(string)
        unsafe text.append(contentsOf: UnsafeRawBufferPointer(start: string, count: count))
        ends.append(text.count)
    }

    /// All values of `name`, which is given in lower case.
    public func values(of name: StaticString) -> [String] {
        positions.filter { isNamed(name, at: $0) }.map { String(decoding: field(at: $0).value, as: UTF8.self) }
    }

    /// One after the other.
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
    /// The first value of `name`, which is given in lower case.
    func first(_ name: StaticString) -> ArraySlice<UInt8>? {
        positions.first { isNamed(name, at: $0) }.map { field(at: $0).value }
    }

    /// How many values `name` has, which is given in lower case.
    func count(of name: StaticString) -> Int {
        positions.reduce(0) { $0 + (isNamed(name, at: $1) ? 1 : 0) }
    }

    /// Whether a list of words, which may be spread over several fields, has this one, given in lower case.
    func lists(_ word: StaticString, in name: StaticString) -> Bool {
        positions.contains { position in
            guard isNamed(name, at: position) else { return false }
            let words = field(at: position).value.split(separator: UInt8(ascii: ","))
            return words.contains { $0.trimmed.isCaseless(word) }
        }
    }

    /// Whether each name fits.
    func allNames(satisfy isFit: (ArraySlice<UInt8>) -> Bool) -> Bool {
        positions.allSatisfy { isFit(field(at: $0).name) }
    }

    /// Where the end of each field's name is noted.
    private var positions: StrideTo<Int> { stride(from: 0, to: ends.count, by: 2) }

    private func field(at position: Int) -> (name: ArraySlice<UInt8>, value: ArraySlice<UInt8>) {
        let start = position == 0 ? 0 : ends[position - 1]
        return (text[start..<ends[position]], text[ends[position]..<ends[position + 1]])
    }

    private func isNamed(_ name: StaticString, at position: Int) -> Bool {
        let start = position == 0 ? 0 : ends[position - 1]
        // Nearly all have another length, and no slice is made for them.
        guard ends[position] - start == name.utf8CodeUnitCount else { return false }
        return text[start..<ends[position]].isCaseless(name)
    }
}

extension ArraySlice<UInt8> {
    /// Whether it is a text, which is given in lower case. Only ASCII's letters have a case: elsewhere there are
    /// letters that become an ASCII one, which nobody else takes for it.
    func isCaseless(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { text in
            (0..<text.count).allSatisfy { unsafe self[startIndex + $0].asciiLowercased == text[$0] }
        }
    }

    /// Without spaces and tabs at either end.
    fileprivate var trimmed: ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let end = lastIndex { !isBlank($0) }.map { $0 + 1 } ?? startIndex
        return self[..<end].drop(while: isBlank)
    }
}

extension UInt8 {
    /// Upper case of ASCII as lower case, and all else as it is.
    fileprivate var asciiLowercased: UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
    }
}
