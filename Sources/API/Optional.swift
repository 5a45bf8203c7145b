package import Chain

// A missing value is null in an answer.
extension CanonicalText {
    package static func integer(_ value: (some BinaryInteger)?) -> CanonicalText { value.map { .integer($0) } ?? .null }
    package static func string(_ value: String?) -> CanonicalText { value.map { .string($0) } ?? .null }
    static func boolean(_ value: Bool?) -> CanonicalText { value.map { .boolean($0) } ?? .null }
    static func double(_ value: Double?) -> CanonicalText { value.map { .double($0) } ?? .null }
}

extension JSONValue {
    /// A string's characters, or the JSON text of any other value, for showing in a list.
    var shown: String { string ?? canonicalText.description }

    /// The nearest double to a number.
    package var number: Double? { isNumber ? Double(canonicalText.description) : nil }

    /// The text of an integer from 0 on, of any length.
    var naturalNumber: CanonicalText? { kind == .integer && !isNegative ? canonicalText : nil }

    /// The elements, if each of them is a valid one.
    func all<Element>(_ element: (JSONValue) -> Element?) -> [Element]? {
        guard let elements else { return nil }
        let all = elements.compactMap(element)
        return all.count == elements.count ? all : nil
    }
}
