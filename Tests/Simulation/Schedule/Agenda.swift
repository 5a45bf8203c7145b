/// Scheduled actions, by time; simultaneous ones in the order they were entered.
struct Agenda {
    typealias Action = @Sendable (isolated World) -> Void

    private struct Entry {
        let seconds: Double
        let number: Int
        let action: Action

        func isBefore(_ other: Entry) -> Bool {
            seconds != other.seconds ? seconds < other.seconds : number < other.number
        }
    }

    /// A heap: the entry at each place precedes the two at twice that place.
    private var entries: [Entry] = []
    private var lastNumber = 0

    var count: Int { entries.count }

    mutating func enter(at seconds: Double, _ action: @escaping Action) {
        lastNumber += 1
        entries.append(Entry(seconds: seconds, number: lastNumber, action: action))
        var place = entries.count - 1
        while place > 0, entries[place].isBefore(entries[(place - 1) / 2]) {
            entries.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Removes the next action.
    mutating func next() -> (seconds: Double, action: Action)? {
        guard let first = entries.first, let last = entries.popLast() else { return nil }
        if !entries.isEmpty {
            entries[0] = last
            var place = 0
            while 2 * place + 1 < entries.count {
                var child = 2 * place + 1
                if child + 1 < entries.count, entries[child + 1].isBefore(entries[child]) { child += 1 }
                guard entries[child].isBefore(entries[place]) else { break }
                entries.swapAt(place, child)
                place = child
            }
        }
        return (first.seconds, first.action)
    }
}
