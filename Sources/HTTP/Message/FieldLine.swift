/// One line of a head or of trailers: a field's name and value (RFC 9112, section 5).
struct FieldLine {
    /// Why a line is not a field.
    enum Fault: Error {
        /// It begins with a blank: the continuation of the line before, which RFC 9112, section 5.2, ended.
        case folded
        /// There is no colon, or no name before it, or the name contains what isn't a token's.
        case name
        /// The value contains a control character.
        case value
    }

    let name: ArraySlice<UInt8>

    /// Without the blanks around it.
    let value: ArraySlice<UInt8>

    /// Reads a line without its end.
    init(_ line: ArraySlice<UInt8>) throws(Fault) {
        if line.first?.isBlank == true { throw .folded }
        name = line.prefix { $0.isToken }
        guard !name.isEmpty, name.endIndex < line.endIndex, line[name.endIndex] == UInt8(ascii: ":") else {
            throw .name
        }
        let rest = line[(name.endIndex + 1)...]
        guard rest.allSatisfy({ $0.isFieldContent }) else { throw .value }
        value = rest.trimmed
    }
}
