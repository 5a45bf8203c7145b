internal import Testing

@testable import Node

@Suite("Nodes that may become peers")
struct CandidatesTests {
    @Test func `they are met in the order they were named, each once`() throws {
        var candidates = Candidates()
        for number in [2, 1, 2, 1] { candidates.add(try .peer(number), at: 0) }
        #expect(candidates.next() == (try .peer(2)))
        #expect(candidates.next() == (try .peer(1)))
        candidates.endMeeting(with: try .peer(1), isPeer: true, at: 0)
        #expect(candidates.next() == nil)
    }

    @Test func `two are met at once, and the next when one of them is done`() throws {
        var candidates = Candidates()
        for number in 1...3 { candidates.add(try .peer(number), at: 0) }
        _ = candidates.next()
        _ = candidates.next()
        #expect(candidates.next() == nil)
        candidates.endMeeting(with: try .peer(2), isPeer: false, at: 0)
        #expect(candidates.next() == (try .peer(3)))
    }

    @Test func `as many wait as four answers name`() throws {
        var candidates = Candidates()
        for number in 1...64 {
            #expect(candidates.hasRoom)
            candidates.add(try .peer(number), at: 0)
        }
        #expect(!candidates.hasRoom)
        candidates.add(try .peer(65), at: 0)
        for number in 1...64 {
            #expect(candidates.next() == (try .peer(number)))
            candidates.endMeeting(with: try .peer(number), isPeer: true, at: 0)
        }
        #expect(candidates.next() == nil)
    }

    @Test func `one that became no peer is left alone for a minute`() throws {
        var candidates = Candidates()
        candidates.add(try .peer(1), at: 5)
        #expect(candidates.next() == (try .peer(1)))
        candidates.endMeeting(with: try .peer(1), isPeer: false, at: 7)
        candidates.add(try .peer(1), at: 66)
        #expect(candidates.next() == nil)
        candidates.add(try .peer(1), at: 67)
        #expect(candidates.next() == (try .peer(1)))
    }

    @Test func `what was seen is remembered as far as there is room, until its time is over`() {
        var seen = RecentlySeen<Int>(seconds: 10, maximumCount: 2)
        for (uptime, element) in [1, 2, 3].enumerated() { seen.insert(element, at: uptime) }
        #expect([1, 2, 3].map { seen.contains($0, at: 9) } == [true, true, false])
        #expect([1, 2, 3].map { seen.contains($0, at: 10) } == [false, true, false])
        seen.insert(3, at: 10)
        #expect([1, 2, 3].map { seen.contains($0, at: 10) } == [false, true, true])
    }
}
