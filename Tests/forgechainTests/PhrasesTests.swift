internal import API
internal import Chain
internal import Testing
internal import Wording

@testable import forgechain

@Suite("Phrases")
struct PhrasesTests {
    @Test(arguments: [
        (0, "0"), (7, "7"), (-7, "-7"), (999, "999"), (1_000, "1,000"), (-999, "-999"), (-1_000, "-1,000"),
        (123_456, "123,456"), (-123_456, "-123,456"), (1_234_567, "1,234,567"),
    ])
    func `group digits by three`(number: Int, text: String) {
        #expect(Phrases.grouped(number) == text)
    }

    @Test(arguments: [(0, "0 blocks"), (1, "1 block"), (2, "2 blocks"), (1_000, "1,000 blocks")])
    func `count one and many`(number: Int, text: String) {
        #expect(Phrases.count(number, .blocks) == text)
    }

    @Test(
        arguments: [
            (999_999, "999,999"), (1_000_000, "1.0 million"), (51_049_999, "51.0 million"),
            (99_999_999, "99.9 million"),
            (100_000_000, "100 million"), (2_500_000_000, "2.5 billion"), (.max, "18,446,744 trillion"),
        ] as [(UInt64, String)])
    func `round large numbers to what is read`(number: UInt64, text: String) {
        #expect(Phrases.rounded(number) == text)
    }

    @Test(
        arguments: [
            (.chinese, 9_999, "9,999"), (.chinese, 10_000, "1.0 万"), (.chinese, 51_049_999, "5,104 万"),
            (.chinese, 2_500_000_000, "25.0 亿"), (.chinese, 3_000_000_000_000, "3.0 万亿"),
            (.spanish, 999_999, "999,999"), (.spanish, 51_049_999, "51.0 millones"),
            (.spanish, 2_500_000_000, "2,500 millones"), (.spanish, 3_000_000_000_000, "3.0 billones"),
        ] as [(Language, UInt64, String)])
    func `round them in the units that a language counts in`(language: Language, number: UInt64, text: String) {
        #expect(Phrases.rounded(number, in: language) == text)
    }

    @Test(arguments: Phrase.allCases)
    func `ask in every language for the values that it asks for in English`(phrase: Phrase) {
        func names(_ language: Language) -> Set<String> {
            let places = phrase.words(language).matches(of: /{([a-zA-Z]+)(?:\|[^}]*)?}/)
            // How many there are decides on words in the languages that have a plural.
            return Set(places.map { String($0.1) }.filter { $0 != "count" })
        }
        for language in Language.allCases { #expect(names(language) == names(.english)) }
    }

    @Test func `join a list with the commas of a language`() {
        #expect(Phrases.list([]) == "")
        #expect(Phrases.list(["2 blocks"]) == "2 blocks")
        #expect(Phrases.list(["2 blocks", "1 peer", "3"]) == "2 blocks, 1 peer, 3")
    }

    @Test(arguments: [
        (0, "0 seconds"), (1, "1 second"), (60, "1 minute"), (61, "1 minute 1 second"), (3_600, "1 hour"),
        (3_661, "1 hour 1 minute"), (86_399, "23 hours 59 minutes"), (86_400 * 2 + 3_600 * 3, "2 days 3 hours"),
        (86_400 * 400 + 59, "400 days"),
    ])
    func `say a duration's two largest units`(seconds: Int, text: String) {
        #expect(Phrases.span(seconds) == text)
    }

    @Test func `give a moment beyond the calendar as its number, and an unknown one as such`() {
        #expect(Phrases.moment(nil) == "?")
        #expect(Phrases.moment(1e300) == "1e+300")
        #expect(Phrases.moment(0.9) == Phrases.moment(0))
        #expect(Phrases.moment(1) != Phrases.moment(0))
    }

    @Test(arguments: [
        (#"{"sender": "alice", "recipient": "bob", "amount": 5}"#, "alice -> bob: 5"),
        (#"{"sender": "0", "recipient": "bob", "amount": 1}"#, "1 to bob for mining"),
        (#"{"sender": "alice", "recipient": "bob"}"#, "(no payment)"), ("[]", "(no payment)"),
    ])
    func `word a payment, a reward and what is neither`(json: String, text: String) throws {
        #expect(Phrases.payment(Payment(try JSONDocument(parsing: Array(json.utf8)).root)) == text)
    }

    @Test func `word what the first block of a ledger grants`() throws {
        let grant = Payment(
            try JSONDocument(parsing: Array(#"{"sender": "0", "recipient": "bob", "amount": 7}"#.utf8)).root)
        #expect(Phrases.payment(grant, in: 1) == "7 to bob, granted at the beginning")
        #expect(Phrases.payment(grant, in: 2) == "7 to bob for mining")
    }

    @Test(arguments: Phrase.allCases)
    func `have words in each language, with the same values`(phrase: Phrase) {
        // Only some languages have other words for one than for many.
        let english = Set(Template.valueNames(of: phrase.english) + ["count"])
        for language in Language.allCases {
            let words = phrase.words(language)
            #expect(!words.isEmpty)
            #expect(Set(Template.valueNames(of: words) + ["count"]) == english, "\(phrase) in \(language.name)")
        }
    }

    @Test func `shorten what nobody reads in full`() {
        #expect(Phrases.short(String(repeating: "ab", count: 32)) == "abababababab")
        #expect(Phrases.proof("12345678901234567890") == "12345678901234567890")
        #expect(Phrases.proof("123456789012345678901") == "12345678... (21 digits)")
    }
}
