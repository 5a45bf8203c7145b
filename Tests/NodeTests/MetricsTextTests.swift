internal import Testing

@testable import Node

@Suite("Figures as text")
struct MetricsTextTests {
    private func text(_ write: (inout MetricsText) -> Void) -> String {
        var text = MetricsText()
        write(&text)
        return String(decoding: text.bytes, as: UTF8.self)
    }

    @Test func `a name comes with its meaning and its kind`() {
        let text = text { text in
            text.counter("apples_total", "Apples eaten.", 3)
            text.gauge("pears", "Pears at hand.", 1.5)
        }
        #expect(
            text == """
                # HELP apples_total Apples eaten.
                # TYPE apples_total counter
                apples_total 3
                # HELP pears Pears at hand.
                # TYPE pears gauge
                pears 1.5

                """)
    }

    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("a\"b", "a\\\"b"), ("a\\b", "a\\\\b"), ("a\nb", "a\\nb"),
        ("\\n", "\\\\n"), ("\"} 1\nevil 2", "\\\"} 1\\nevil 2"), ("é\u{301}\r\u{0}", "é\u{301}\r\u{0}"),
    ])
    func `a label's value cannot leave its quotation marks`(value: String, written: String) {
        let text = text { $0.sample("x", 1, ["name": value]) }
        #expect(text.utf8.elementsEqual("x{name=\"\(written)\"} 1\n".utf8))
    }

    @Test func `a meaning stays on its line, and has quotation marks as they are`() {
        #expect(text { $0.introduce("x", .gauge, "a\\b\n\"c\"") } == "# HELP x a\\\\b\\n\"c\"\n# TYPE x gauge\n")
    }

    @Test func `labels keep their order`() {
        #expect(text { $0.sample("x", 1, ["b": "1", "a": "2"]) } == "x{b=\"1\",a=\"2\"} 1\n")
    }

    @Test func `a histogram tells for each bound how much lies below it`() {
        var histogram = Histogram(Histogram.Bounds([0.1, 1], unit: 1_000))
        for value: UInt64 in [1, 100, 101, 5_000, 6_000] { histogram.observe(value) }
        #expect(
            text { $0.samples("x", histogram, ["a": "b"]) } == """
                x_bucket{a="b",le="0.1"} 2
                x_bucket{a="b",le="1"} 3
                x_bucket{a="b",le="+Inf"} 5
                x_sum{a="b"} 11.202
                x_count{a="b"} 5

                """)
        #expect(text { $0.samples("x", histogram) }.hasPrefix("x_bucket{le=\"0.1\"} 2\n"))
    }
}
