/// A transaction's place in the chain.
struct Place: Hashable, Comparable {
    /// The block's index.
    let height: Int

    /// Its place in the block, from 1.
    let position: Int

    static func < (left: Place, right: Place) -> Bool {
        (left.height, left.position) < (right.height, right.position)
    }
}

/// A run of an address's payments, stored as one row of `history`. Together they take a fifth of the time and space
/// that separate rows would, and can be counted without being read.
struct PostingList {
    /// The maximum number of places in a part: SQLite stores rows of up to about 1,000 bytes several to a page.
    static let maximumCount = 64

    /// In chain order; never empty.
    let places: ArraySlice<Place>

    init(_ places: ArraySlice<Place>) {
        precondition(!places.isEmpty, "a part of a history without a payment")
        self.places = places
    }

    /// Reads a row whose columns must agree.
    init(height: Int, position: Int, count: Int, text: [UInt8]) throws(HistoryFault) {
        guard let part = PostingList(text: text), part.places.count == count,
            part.first == Place(height: height, position: position)
        else { throw HistoryFault(height: height) }
        self = part
    }

    /// Its first place, which is the row's key.
    var first: Place { places[places.startIndex] }

    /// Its last place.
    var last: Place { places[places.endIndex - 1] }

    /// Reads what ``text`` wrote; nil for anything else, or if the places don't ascend.
    init?(text: [UInt8]) {
        var places: [Place] = []
        var index = 0
        func skip(_ expected: Unicode.Scalar) -> Bool {
            guard index < text.count, text[index] == UInt8(ascii: expected) else { return false }
            index += 1
            return true
        }
        func number() -> Int? {
            let start = index
            // 18 digits fit.
            while index < text.count, index - start < 18, case let digit = text[index],
                UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit
            { index += 1 }
            return Int(String(decoding: text[start..<index], as: UTF8.self))
        }
        guard skip("[") else { return nil }
        repeat {
            guard skip("["), let height = number(), skip(","), let position = number(), skip("]") else { return nil }
            let place = Place(height: height, position: position)
            if let last = places.last, place <= last { return nil }
            places.append(place)
        } while skip(",")
        guard skip("]"), index == text.count else { return nil }
        self.init(places[...])
    }

    /// JSON: `[[height,position],...]`.
    var text: [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(16 * places.count + 2)
        for place in places {
            text.append(UInt8(ascii: text.isEmpty ? "[" : ","))
            text.append(UInt8(ascii: "["))
            text.append(decimal: place.height)
            text.append(UInt8(ascii: ","))
            text.append(decimal: place.position)
            text.append(UInt8(ascii: "]"))
        }
        text.append(UInt8(ascii: "]"))
        return text
    }
}

/// A row of `history` that this program did not write.
struct HistoryFault: Error, CustomStringConvertible {
    /// The block in which it begins.
    let height: Int

    var description: String { "a part of a history that begins at block \(height) is not what was written" }
}

extension [UInt8] {
    /// Making a string for each of millions of numbers would take longer than everything else.
    fileprivate mutating func append(decimal number: Int) {
        precondition(number >= 0, "heights and positions count from 1")
        let start = count
        var rest = number
        repeat {
            append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        self[start...].reverse()
    }
}

/// Places by address, collected before they are written.
struct PostingBuffer {
    /// In chain order.
    private(set) var places: [Address: [Place]] = [:]

    /// Their size in memory, as far as it grows with the chain.
    private(set) var bytes = 0

    mutating func add(_ payment: Payment, height: Int) {
        let place = Place(height: height, position: payment.position)
        bytes += MemoryLayout<Place>.size
        if let index = places.index(forKey: payment.address) {
            places.values[index].append(place)
        } else {
            // A slice of a block's text would keep all of it in memory: megabytes for a name.
            let address = payment.address.detached
            places[address] = [place]
            bytes += address.bytes.count
        }
    }

    mutating func removeAll() {
        places.removeAll(keepingCapacity: true)
        bytes = 0
    }
}
