/// A bounded line in which everybody who has elements gets one out before anybody gets a second; for one, in order of
/// arrival.
struct FairLine<Element> {
    typealias Owner = UInt64

    private struct Place {
        let number: Int
        let owner: Owner
        /// The round in which it gets out: each owner has one place in a round.
        let round: Int
        let element: Element
    }

    /// In order of their numbers.
    private var places: [Place] = []

    /// The round of the element that got out last.
    private var round = 0

    /// Of each owner that has elements here.
    private var owners: [Owner: (lastRound: Int, count: Int)] = [:]

    /// The number of the newest element; numbers only grow.
    private(set) var lastNumber = 0

    var count: Int { places.count }

    /// Puts an element at the end, and returns its number.
    mutating func append(_ element: Element, of owner: Owner) -> Int {
        lastNumber += 1
        let (lastRound, count) = owners[owner] ?? (round, 0)
        let round = max(lastRound, round) + 1
        owners[owner] = (round, count + 1)
        places.append(Place(number: lastNumber, owner: owner, round: round, element: element))
        return lastNumber
    }

    /// Takes out the one whose turn it is: the earliest of the earliest round.
    mutating func removeNext() -> Element? {
        guard let next = places.indices.min(by: { places[$0].round < places[$1].round }) else { return nil }
        round = places[next].round
        return remove(at: next)
    }

    /// Takes out the element with this number.
    mutating func remove(number: Int) -> Element? {
        places.firstIndex { $0.number == number }.map { remove(at: $0) }
    }

    /// Takes out all elements numbered up to `number`, in order of arrival.
    mutating func removeAll(through number: Int) -> [Element] {
        let count = places.firstIndex { $0.number > number } ?? places.count
        return (0..<count).map { _ in remove(at: 0) }
    }

    /// Takes out the last element of whoever has most, to make room for an owner with at least two fewer.
    mutating func displace(for owner: Owner) -> Element? {
        let own = owners[owner]?.count ?? 0
        guard let most = owners.max(by: { $0.value.count < $1.value.count }), most.value.count > own + 1,
            let position = places.lastIndex(where: { $0.owner == most.key })
        else { return nil }
        return remove(at: position)
    }

    private mutating func remove(at position: Int) -> Element {
        let place = places.remove(at: position)
        // Its next place comes after its last one, so none that left makes it wait.
        let last = places.last { $0.owner == place.owner }
        owners[place.owner] = last.map { (max($0.round, round), (owners[place.owner]?.count ?? 2) - 1) }
        return place.element
    }
}
