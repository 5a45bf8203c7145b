internal import Testing

@testable internal import Terminal

@Suite struct `A text` {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("区块", 4), ("（第一）", 8), ("“a”…", 4), ("ｱ", 1), ("한", 2),
        ("🙂", 2),
    ])
    func `takes up so many columns`(text: String, columns: Int) {
        #expect(text.columns == columns)
    }

    @Test func `is filled up by columns, not by characters`() {
        #expect("ab".padded(to: 5) == "ab   ")
        #expect("区块".padded(to: 5) == "区块 ")
        #expect("区块链".padded(to: 5) == "区块链")
    }

    @Test(arguments: [
        ("plain", "plain"), ("tab\there", #"tab\u0009here"#), ("\u{1B}[31mred", #"\u001b[31mred"#),
        (#"a\b"#, #"a\\b"#), ("\u{202E}txt", #"\u202etxt"#), ("a\u{200B}b", #"a\u200bb"#),
        ("\u{E0041}", #"\udb40\udc41"#), ("区块 é", "区块 é"), ("\u{7F}", #"\u007f"#),
    ])
    func `shows what a terminal would obey as an escape`(text: String, visible: String) {
        #expect(text.visible == visible)
    }

    @Test func `keeps its backslashes where it is ASCII as a whole`() {
        #expect(#""a\u00e9" \"#.verbatim == #""a\u00e9" \"#)
        #expect("é\\\u{7}".verbatim == #"é\\\u0007"#)
    }
}

@Suite struct `A wrapped text` {
    @Test(arguments: [
        ("", 10, []), ("   ", 10, []), ("one two", 10, ["one two"]), ("one two three", 7, ["one two", "three"]),
        ("one two three", 8, ["one two", "three"]), ("a b c", 2, ["a", "b", "c"]),
        ("one  two", 10, ["one  two"]), ("0123456789abcdef", 5, ["01234", "56789", "abcde", "f"]),
        ("ab 0123456789", 5, ["ab", "01234", "56789"]),
    ])
    func `is broken at blanks, and a long word is cut`(text: String, columns: Int, lines: [String]) {
        #expect(text.wrapped(columns: columns) == lines)
    }

    @Test func `in Chinese is broken between characters, but not at its punctuation`() {
        #expect("三个节点一条链".wrapped(columns: 8) == ["三个节点", "一条链"])
        // A comma belongs to the character before it, a bracket to the one after it.
        #expect("三个节点，一条链".wrapped(columns: 8) == ["三个节", "点，一条", "链"])
        #expect("三个节（第一）".wrapped(columns: 8) == ["三个节", "（第一）"])
        #expect("区块 alice 的链".wrapped(columns: 10) == ["区块 alice", "的链"])
    }

    @Test func `counts the indent of each line`() {
        #expect("one two three".wrapped(columns: 9, indent: 2) == ["  one two", "  three"])
    }

    @Test(arguments: ["one two three four five", "三个节点，一条链。alice 付款给 bob！", "0123456789012345678901234567890"])
    func `never has a line that is too long`(text: String) {
        for columns in 4...40 {
            #expect(text.wrapped(columns: columns, indent: 1).allSatisfy { $0.columns <= columns })
        }
    }
}
