internal import ArgumentParser

/// Refuses values of the options that several commands have.
enum Refusal {
    /// Half of the highest count a node supports, so that two can be added.
    static let maximum = Int.max / 2

    /// Refuses a value out of a range.
    static func check(_ value: Int, _ option: String, _ range: ClosedRange<Int>) throws {
        guard !range.contains(value) else { return }
        throw ValidationError(
            Phrase.optionOutOfRange.text([
                "from": "\(range.lowerBound)", "option": option, "to": "\(range.upperBound)", "value": "\(value)",
            ]))
    }

    /// Refuses a place or a count that isn't 1 or more.
    static func check(_ value: Int, _ option: String) throws {
        guard !(1...maximum).contains(value) else { return }
        throw ValidationError(Phrase.optionTooSmall.text(["option": option, "value": "\(value)"]))
    }

    /// The refusal of an option beside another.
    static func goesWithout(_ option: String, _ other: String) -> ValidationError {
        ValidationError(Phrase.optionGoesWithout.text(["option": option, "other": other]))
    }
}
