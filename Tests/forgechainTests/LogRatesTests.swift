internal import Testing

@testable import forgechain

@Suite("How much is logged")
struct LogRatesTests {
    /// How many of `count` lines are written at a moment.
    private func written(_ count: Int, _ kind: Substring = "peer", at now: Duration, _ rates: inout LogRates) -> Int {
        (0..<count).filter { _ in rates.judge(kind, at: now) == .written }.count
    }

    @Test func `many lines of a kind may come at once, and then few`() {
        var rates = LogRates()
        #expect(written(1_000, at: .zero, &rates) == 200)
        #expect(written(1_000, at: .milliseconds(499), &rates) == 0)
        #expect(written(1_000, at: .milliseconds(500), &rates) == 1)
        #expect(written(1_000, at: .seconds(10), &rates) == 19)
        #expect(written(1_000, at: .seconds(10_000), &rates) == 200)
    }

    @Test func `kinds do not share their lines`() {
        var rates = LogRates()
        #expect(written(300, "peer", at: .zero, &rates) == 200)
        #expect(written(300, "chain replaced", at: .zero, &rates) == 200)
    }

    @Test func `what is left out is counted until it is summed up`() {
        var rates = LogRates()
        #expect(written(200, at: .zero, &rates) == 200)
        #expect(rates.takeLeftOut("peer") == 0)
        #expect(rates.judge("peer", at: .zero) == .leftOut(isFirst: true))
        #expect(rates.judge("peer", at: .zero) == .leftOut(isFirst: false))
        #expect(rates.kindsLeftOut == ["peer"])
        #expect(rates.takeLeftOut("peer") == 2)
        #expect(rates.kindsLeftOut == [])
        #expect(rates.judge("peer", at: .zero) == .leftOut(isFirst: true))
    }

    @Test func `kinds without number are one`() {
        var rates = LogRates()
        for number in 0..<1_000 { _ = rates.judge("kind \(number)", at: .zero) }
        #expect(rates.kindsLeftOut == ["other"])
        #expect(rates.takeLeftOut("kind 999") == 1_000 - 64 - 200)
    }

    @Test func `a clock that goes back brings no lines`() {
        var rates = LogRates()
        #expect(written(300, at: .seconds(10), &rates) == 200)
        #expect(written(300, at: .zero, &rates) == 0)
    }

    @Test func `what stands behind a colon is no other kind`() {
        #expect(LogRates.kind(of: "mining pauses for a second: the disk is full") == "mining pauses for a second")
        #expect(LogRates.kind(of: "peer") == "peer")
    }
}
