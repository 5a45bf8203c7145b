internal import Testing

@testable internal import Terminal

@Suite struct `A line` {
    private var line: Line {
        var line = Line("Block 7", .strong)
        line.add(": ")
        line.add("区块链", .good)
        return line
    }

    @Test func `has colours only where they are shown`() {
        #expect(line.text(hasColours: false) == "Block 7: 区块链")
        #expect(line.text(hasColours: true) == "\u{1B}[1mBlock 7\u{1B}[0m: \u{1B}[32m区块链\u{1B}[0m")
    }

    @Test(arguments: [
        (15, "Block 7: 区块链"), (14, "Block 7: 区..."), (13, "Block 7: ..."), (6, "Blo..."), (3, "..."),
    ])
    func `is cut off where the columns end`(columns: Int, text: String) {
        #expect(line.text(columns: columns, hasColours: false) == text)
    }

    @Test func `has no blanks at its end`() {
        var line = Line("a  ", .bad)
        line.add("", columns: 9)
        #expect(line.text(hasColours: true) == "\u{1B}[1;31ma\u{1B}[0m")
        #expect(Line("  ", .bad).text(hasColours: true) == "")
    }

    @Test func `fills columns from the left, and numbers from the right`() {
        var line = Line()
        line.add("区", columns: 4)
        line.add("12", columns: 4, isNumber: true)
        line.add("12345", columns: 4, isNumber: true)
        #expect(line.text(hasColours: false) == "区    1212345")
    }

    @Test func `has a bar`() {
        func bar(_ part: Double) -> String {
            var line = Line()
            line.addBar(part, columns: 4)
            return line.text(hasColours: false)
        }
        #expect([0, 0.5, 1, 7].map(bar) == ["[....]", "[##..]", "[####]", "[####]"])
    }
}

@Suite struct Colours {
    @Test(arguments: [
        (true, [:], true), (false, [:], false), (true, ["NO_COLOR": "1"], false), (true, ["NO_COLOR": ""], true),
        (true, ["TERM": "dumb"], false), (true, ["TERM": "xterm"], true), (false, ["TERM": "xterm"], false),
    ])
    func `are shown on a terminal that has some, if nobody minds`(
        isTerminal: Bool, environment: [String: String], areShown: Bool
    ) {
        #expect(Screen.showsColours(isTerminal: isTerminal) { environment[$0] } == areShown)
    }
}
