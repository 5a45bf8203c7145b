/// Things remembered for some seconds; when there is no more room, new ones aren't remembered.
struct RecentlySeen<Element: Hashable & Sendable>: Sendable {
    private let seconds: Int
    private let maximumCount: Int
    private var end: [Element: Int] = [:]

    /// Remembers at most this many, for this long.
    init(seconds: Int, maximumCount: Int) {
        (self.seconds, self.maximumCount) = (seconds, maximumCount)
    }

    /// Whether something is remembered at this uptime of the node.
    func contains(_ element: Element, at uptimeSeconds: Int) -> Bool {
        uptimeSeconds < end[element, default: 0]
    }

    /// Remembers something from this uptime of the node on.
    mutating func insert(_ element: Element, at uptimeSeconds: Int) {
        end = end.filter { $0.value > uptimeSeconds }
        if end.count < maximumCount { end[element] = uptimeSeconds + seconds }
    }
}
