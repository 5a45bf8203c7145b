internal import CLibEvent
internal import Glibc

/// The fields of a message's head, in order: in one piece of memory, since hardly any is looked at.
public struct Headers: Sequence, Sendable {
    /// All names and values, one behind the other.
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
        guard ends[position] - start == name.utf8CodeUnitCount else { return false }
        return name.withUTF8Buffer { name in
            (0..<name.count).allSatisfy { unsafe text[start + $0].asciiLowercased == name[$0] }
        }
    }
}

extension UInt8 {
    /// Upper case of ASCII as lower case, and all else as it is.
    fileprivate var asciiLowercased: UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
    }
}
