internal import HTTP
internal import Testing

@testable import Node

@Suite("Nodes that may become peers")
struct CandidatesTests {
    @Test func `they are met in the order they were named, each once`() throws {
        var candidates = Candidates()
        for number in [2, 1, 2, 1] { candidates.add(try .peer(number), from: .speaker, at: 0) }
        #expect(candidates.next() == (try .peer(2)))
        #expect(candidates.next() == (try .peer(1)))
        candidates.endMeeting(with: try .peer(1), isPeer: true, at: 0)
        #expect(candidates.next() == nil)
    }

    @Test func `two are met at once, each once, and the next when one of them is done`() throws {
        var candidates = Candidates()
        for number in 1...3 { candidates.add(try .peer(number), from: .speaker, at: 0) }
        _ = candidates.next()
        _ = candidates.next()
        #expect(candidates.next() == nil)
        // Others go on naming one of them meanwhile.
        let waitsAgain = candidates.add(try .peer(1), from: .speaker, at: 0)
        #expect(!waitsAgain)
        candidates.endMeeting(with: try .peer(2), isPeer: false, at: 0)
        #expect(candidates.next() == (try .peer(3)))
    }

    @Test func `of one speaker as many wait as one answer names, and of all as four do`() throws {
        var candidates = Candidates()
        for number in 1...100 {
            let speaker = NetworkGroup(host: "speaker\(number % 4)")
            #expect(candidates.hasRoom == (number <= 64))
            #expect(candidates.add(try .peer(number), from: speaker, at: 0) == (number <= 64))
        }
        for number in 1...64 {
            #expect(candidates.next() == (try .peer(number)))
            candidates.endMeeting(with: try .peer(number), isPeer: true, at: 0)
        }
        #expect(candidates.next() == nil)
    }

    @Test func `a speaker that names many keeps out nobody whom others name`() throws {
        var candidates = Candidates()
        for number in 1...64 { candidates.add(try .peer(number), from: NetworkGroup(host: "s\(number % 4)"), at: 0) }
        #expect(candidates.add(try .peer(100), from: .speaker, at: 0))
        var met: [PeerAddress] = []
        while let next = candidates.next() {
            met.append(next)
            candidates.endMeeting(with: next, isPeer: true, at: 0)
        }
        #expect(met.count == 64)
        #expect(met.firstIndex(of: try .peer(100)) == 4)
    }

    @Test func `one network's names wait no longer in line than it has places`() throws {
        var candidates = Candidates()
        for port in 1...9 { candidates.add(try PeerAddress("203.0.113.9:\(port)"), from: .speaker, at: 0) }
        for host in 1...9 { candidates.add(try PeerAddress("203.0.114.\(host):1"), from: .speaker, at: 0) }
        #expect(candidates.next() == (try PeerAddress("203.0.113.9:1")))
        #expect(candidates.next() == (try PeerAddress("203.0.113.9:2")))
        candidates.endMeeting(with: try PeerAddress("203.0.113.9:1"), isPeer: true, at: 0)
        #expect(candidates.next() == nil)
    }

    @Test(arguments: [
        ("203.0.113.9", "203.0.200.1", true), ("203.0.113.9", "203.1.113.9", false),
        ("192.168.0.1", "192.168.0.2", false), ("127.0.0.1", "127.0.0.1", true), ("127.0.0.1", "127.0.0.2", false),
        ("::ffff:203.0.113.9", "203.0.200.1", true), ("2001:db8:1::1", "2001:db8:2::1", true),
        ("2001:db8::1", "2001:db9::1", false), ("fd00::1", "fd00::2", false), ("203.0.113.9", "cb00::1", false),
        ("a.example.org", "a.example.org", true), ("a.example.co.uk", "b.example.co.uk", false),
        ("node1", "node2", false), ("node1.cluster.local", "node2.cluster.local", false), ("node1", "node1", true),
    ])
    func `addresses that have one owner are in one group`(one: String, other: String, isOne: Bool) {
        #expect((NetworkGroup(host: one) == NetworkGroup(host: other)) == isOne)
    }

    @Test func `one that became no peer is left alone for a minute`() throws {
        var candidates = Candidates()
        candidates.add(try .peer(1), from: .speaker, at: 5)
        #expect(candidates.next() == (try .peer(1)))
        candidates.endMeeting(with: try .peer(1), isPeer: false, at: 7)
        candidates.add(try .peer(1), from: .speaker, at: 66)
        #expect(candidates.next() == nil)
        candidates.add(try .peer(1), from: .speaker, at: 67)
        #expect(candidates.next() == (try .peer(1)))
    }

    @Test func `a name of a known node is left alone for an hour`() throws {
        var candidates = Candidates()
        candidates.add(try .peer(1), from: .speaker, at: 5)
        #expect(candidates.next() == (try .peer(1)))
        candidates.endMeeting(with: try .peer(1), isPeer: false, isNameOfKnown: true, at: 7)
        #expect(!candidates.add(try .peer(1), from: .speaker, at: 3_606))
        #expect(candidates.add(try .peer(1), from: .speaker, at: 3_607))
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

extension NetworkGroup {
    fileprivate static var speaker: NetworkGroup { NetworkGroup(host: "speaker") }
}
