internal import Testing

@testable import Node

@Suite("A histogram")
struct HistogramTests {
    private static let bounds = Histogram.Bounds([0.5, 1, 10], unit: 100)

    @Test(arguments: [
        (UInt64(0), 0), (49, 0), (50, 0), (51, 1), (100, 1), (101, 2), (1_000, 2), (1_001, 3), (.max, 3),
    ])
    func `a bound belongs to what lies below it`(value: UInt64, bucket: Int) {
        var histogram = Histogram(Self.bounds)
        histogram.observe(value)
        #expect(histogram.counts.firstIndex(of: 1) == bucket)
        #expect(histogram.count == 1)
        #expect(histogram.sum == value)
    }

    @Test func `a sum that grows too large goes on at zero, as counters do after a new start`() {
        var histogram = Histogram(Self.bounds)
        histogram.observe(.max)
        histogram.observe(3)
        #expect(histogram.sum == 2)
        #expect(histogram.count == 2)
    }

    @Test func `a copy counts by itself`() {
        var first = Histogram(Self.bounds)
        first.observe(1)
        var second = first
        second.observe(1)
        #expect((first.count, second.count) == (1, 2))
    }

    @Test(arguments: [Histogram.Bounds.requestSeconds, .commitSeconds, .lagSeconds, .batch])
    func `bounds ascend, and are told as they are kept`(bounds: Histogram.Bounds) {
        #expect(zip(bounds.values, bounds.values.dropFirst()).allSatisfy { $0 < $1 })
        #expect(bounds.texts.count == bounds.values.count)
        for (text, value) in zip(bounds.texts, bounds.values) {
            #expect(Double(text).map { ($0 * bounds.unit).rounded() } == Double(value))
        }
    }
}
