internal import Chain

// What an answer leaves open is null in it.
extension CanonicalText {
    static func integer(_ value: (some BinaryInteger)?) -> CanonicalText { value.map { .integer($0) } ?? .null }
    static func string(_ value: String?) -> CanonicalText { value.map { .string($0) } ?? .null }
    static func boolean(_ value: Bool?) -> CanonicalText { value.map { .boolean($0) } ?? .null }
    static func double(_ value: Double?) -> CanonicalText { value.map { .double($0) } ?? .null }
}

extension JSONValue {
    /// A string's characters, or for any other value its JSON text: what stands for it in a list.
    var shown: String { string ?? canonicalText.description }

    /// The nearest double to a number.
    var number: Double? { isNumber ? Double(canonicalText.description) : nil }

    /// The text of an integer from 0 on, of any length.
    var naturalNumber: CanonicalText? { kind == .integer && !isNegative ? canonicalText : nil }

    /// The elements, if each of them is one that is wanted.
    func all<Element>(_ element: (JSONValue) -> Element?) -> [Element]? {
        guard let elements else { return nil }
        let all = elements.compactMap(element)
        return all.count == elements.count ? all : nil
    }
}
