package import Chain
package import Wording

// What is said, as members of an answer.
extension Statement {
    /// The members that say it in any language beside a sentence in English; none of nothing.
    static func members(of statement: Statement?) -> [(key: String, value: CanonicalText)] {
        (statement?.members ?? []).map { ($0.key, CanonicalText(uncheckedBytes: $0.text)) }
    }

    /// Reads the members of an answer's object; nil if they say nothing, or something that this program doesn't know.
    package init?(_ value: JSONValue) {
        guard let code = value["reason"]?.string.flatMap(Code.init) else { return nil }
        self.init(code, in: value)
    }

    /// The same if something else has the name of the code.
    init?(_ code: Code, in value: JSONValue) {
        var values: [Member] = []
        for name in code.valueNames {
            guard let value = value["values"]?[name].flatMap(Value.init) else { return nil }
            values.append(Member(name, value))
        }
        // What can't be told is left out: the rest is still true.
        let advice = value["then"]?.elements?.compactMap { Statement($0) } ?? []
        self.init(code, said: values, advice: advice)
    }
}

extension Statement.Value {
    fileprivate init?(_ value: JSONValue) {
        if let text = value.string {
            self = .text(text)
        } else if let number = value.integer {
            self = .number(number)
        } else if let statement = Statement(value) {
            self = .statement(statement)
        } else {
            return nil
        }
    }
}
