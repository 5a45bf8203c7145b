internal import Wording

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
        guard let list = NumberPairs(text: text) else { return nil }
        let places = list.pairs.map { Place(height: $0.first, position: $0.second) }
        guard zip(places, places.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
        self.init(places[...])
    }

    /// JSON: `[[height,position],...]`.
    var text: [UInt8] { NumberPairs(places.map { ($0.height, $0.position) }).text }
}

/// A row of `history` that this program did not write.
struct HistoryFault: KeptFault {
    /// The block in which it begins.
    let height: Int

    var statement: Wording.Statement { .init(.keptHistory, ["height": .number(height)]) }
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
