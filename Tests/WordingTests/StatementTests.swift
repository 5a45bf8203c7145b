internal import Testing

@testable import Wording

@Suite("A statement")
struct StatementTests {
    @Test func `is said in each language by its code and its values`() {
        let statement = Statement(.headersTooMany, ["limit": .number(100)])
        #expect(statement.description == "There are more than 100 headers. Send fewer.")
        #expect(statement.text(.chinese) == "头部字段超过 100 个。请少发一些。")
        #expect(statement.text(.spanish) == "Hay más de 100 cabeceras. Envíe menos.")
    }

    @Test func `says another within it, and advice behind it`() {
        let inner = Statement(.chainWrongProof, ["height": .number(7)])
        let statement = Statement(.chainRefusedAt, ["problem": .statement(inner)]).then(Statement(.useOwnPage))
        #expect(
            statement.text(.english).hasPrefix("refused at block 7: its proof does not fit Use this node's own page"))
        #expect(statement.text(.chinese).hasPrefix("被拒绝于区块 7：它的证明不符请使用"))
        #expect(
            String(decoding: Statement(.chainRefusedAt, ["problem": .statement(inner)]).errorObject, as: UTF8.self)
                == #"{"error": "refused at block 7: its proof does not fit", "reason": "chain_refused_at", "values": "#
                + #"{"problem": {"reason": "chain_wrong_proof", "values": {"height": 7}}}}"#)
    }

    @Test func `may begin with a capital letter, and has the words that fit a number`() {
        let inner = Statement(.blockNotAnObject)
        #expect(Statement(.ruleBroken, ["problem": .statement(inner)]).description == "It is not an object.")
        #expect(
            Statement(.paymentsMemosHold, ["count": .number(1)]).description == "Its payment has a short memo, or none."
        )
        #expect(
            Statement(.paymentsMemosHold, ["count": .number(3)]).description
                == "Each of its 3 payments has a short memo, or none.")
    }

    @Test func `of another program is taken only with the values that its words ask for`() {
        let (limit, other) = (Statement.Member("limit", .number(5)), Statement.Member("other", .text("x")))
        #expect(Statement(.headersTooMany, said: [limit])?.description == "There are more than 5 headers. Send fewer.")
        #expect(Statement(.headersTooMany, said: []) == nil)
        #expect(Statement(.headersTooMany, said: [limit, other]) == nil)
        #expect(Statement(.headersTooMany, said: [limit, limit]) == nil)
    }

    @Test func `leaves braces alone that are no place for a value`() {
        #expect(Statement(.transactionExample).description.contains(#"{"sender": "alice""#))
        #expect(Template.filled("{a}{ {b|c} {d|e|f} {", { $0 == "a" ? "{d}" : nil }) == "{d}{ {b|c} {d} {")
    }

    @Test(arguments: Statement.Code.allCases)
    func `has words in each language, with the same values`(code: Statement.Code) {
        for language in Language.allCases {
            #expect(!code.words(language).isEmpty)
            let names = Template.valueNames(of: code.words(language))
            #expect(Set(names) == Set(code.valueNames), "\(code.rawValue) in \(language.name)")
        }
        #expect(
            code.rawValue.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F })
    }
}

@Suite("A language")
struct LanguageTests {
    @Test(arguments: [
        ("zh_CN.UTF-8", Language.chinese), ("zh", .chinese), ("es_ES@euro", .spanish), ("ES", .spanish),
        ("en_GB", .english), ("C", .english), ("C.UTF-8", .english), ("POSIX", .english), ("fr_FR", .english),
        ("", .english),
    ])
    func `is that of a locale, or English`(locale: String, language: Language) {
        #expect(Language(locale: locale) == language)
    }
}
