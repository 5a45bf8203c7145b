internal import Chain

/// Heights of a chain's blocks by their hashes, in memory: 9 to 12 bytes a block, and no hash among them.
///
/// It answers with heights at which a block may be: who asks looks at the hash there. Nearly always there is one, or
/// none. An index on disk would be a third of the time that a replacement takes, because hashes scatter all over it.
struct HeightTable {
    /// Open addressing with linear probing. A slot has a tag in its upper half and a height in its lower; 0 is empty.
    private var slots: [UInt64]

    /// How many heights it has.
    private(set) var count = 0

    /// A table with room for this many blocks.
    init(capacity: Int = 0) {
        slots = [UInt64](repeating: 0, count: Self.size(for: capacity))
    }

    /// How many of the slots may be in use, so that probing stays short.
    private static func limit(_ size: Int) -> Int { size / 8 * 7 }

    /// How many slots there are for so many blocks, and some more.
    private static func size(for capacity: Int) -> Int { 16 + capacity / 8 * 10 }

    /// Swift's hash has another seed in each process, so nobody can make blocks that all want the same slot.
    private static func tag(of hash: BlockHash) -> UInt64 { UInt64(UInt32(truncatingIfNeeded: hash.hashValue)) }

    /// Nil for a height that no block has.
    private static func slot(of hash: BlockHash, at height: Int) -> UInt64? {
        StoredSegment.heights.contains(height) ? tag(of: hash) << 32 | UInt64(height) : nil
    }

    /// The tag as a share of all tags is the place as a share of all places.
    private func home(of slot: UInt64) -> Int { Int(((slot >> 32) * UInt64(slots.count)) >> 32) }

    private func next(_ place: Int) -> Int { place + 1 < slots.count ? place + 1 : 0 }

    /// How many steps a search takes from one place to another.
    private func steps(from start: Int, to end: Int) -> Int { end >= start ? end - start : end - start + slots.count }

    /// Whether so many blocks can be added without making it larger, for which it is gone through once.
    func hasRoom(for blocks: Int) -> Bool { count + blocks <= Self.limit(slots.count) }

    /// Adds a block that isn't in the table.
    mutating func insert(_ hash: BlockHash, at height: Int) {
        guard let slot = Self.slot(of: hash, at: height) else { return }
        reserve(1)
        count += 1
        put(slot)
    }

    private mutating func put(_ slot: UInt64) {
        var place = home(of: slot)
        while slots[place] != 0 { place = next(place) }
        slots[place] = slot
    }

    /// Makes room for so many blocks more.
    mutating func reserve(_ blocks: Int) {
        if hasRoom(for: blocks) { return }
        let old = slots
        slots = [UInt64](repeating: 0, count: max(Self.size(for: count + blocks), slots.count / 4 * 5))
        for slot in old where slot != 0 { put(slot) }
    }

    /// Removes a block, if it is there.
    mutating func remove(_ hash: BlockHash, at height: Int) {
        guard let slot = Self.slot(of: hash, at: height) else { return }
        var place = home(of: slot)
        while slots[place] != slot {
            if slots[place] == 0 { return }
            place = next(place)
        }
        count -= 1
        // What was displaced moves back, because a search ends at an empty slot.
        var other = next(place)
        while slots[other] != 0 {
            if steps(from: home(of: slots[other]), to: other) >= steps(from: place, to: other) {
                slots[place] = slots[other]
                place = other
            }
            other = next(other)
        }
        slots[place] = 0
    }

    /// The most steps that it takes to find a height.
    var longestSearch: Int {
        slots.indices.reduce(0) { longest, place in
            slots[place] == 0 ? longest : max(longest, steps(from: home(of: slots[place]), to: place))
        }
    }

    /// The heights at which the block may be.
    func heights(of hash: BlockHash) -> [Int] {
        let tag = Self.tag(of: hash)
        var (found, place) = ([Int](), home(of: tag << 32))
        while slots[place] != 0 {
            if slots[place] >> 32 == tag { found.append(Int(UInt32(truncatingIfNeeded: slots[place]))) }
            place = next(place)
        }
        return found
    }
}
