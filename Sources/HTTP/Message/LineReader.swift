/// Splits what arrives into lines that end with CR LF and contain neither CR nor LF (RFC 9112, section 2.2).
///
/// That section lets a recipient take a bare LF for a line's end. Programs before this one may not, and would read
/// other requests than this one.
struct LineReader {
    /// Why a line is refused.
    enum Fault: Error {
        /// LF without CR before it.
        case bareLineFeed
        /// CR without LF after it.
        case bareCarriageReturn
        /// The line is longer than the caller allows, with or without its end.
        case tooLong
    }

    /// The beginning of a line whose end has not arrived.
    private var start: [UInt8] = []

    /// How many bytes of a line are kept.
    var heldBytes: Int { start.count }

    /// Whether part of a line has arrived.
    var isInLine: Bool { !start.isEmpty }

    /// The first byte of the line that is arriving.
    var firstByte: UInt8? { start.first }

    /// Takes the next line off `input`, and returns it without its end. Nil, with all of `input` kept, if the end is
    /// not there.
    ///
    /// - Parameter limit: the largest line, in bytes, CR LF included.
    mutating func next(in input: inout ArraySlice<UInt8>, limit: Int) throws(Fault) -> ArraySlice<UInt8>? {
        let end = input.firstIndex(of: .lineFeed)
        let piece = input[..<(end ?? input.endIndex)]
        if start.last == .carriageReturn, !piece.isEmpty { throw .bareCarriageReturn }
        let lastIsReturn = piece.last == .carriageReturn
        // Beyond the limit nothing is looked at, or the fault would depend on how the line is cut.
        let looked = piece.dropLast(lastIsReturn ? 1 : 0).prefix(max(limit - start.count, 0))
        if looked.contains(.carriageReturn) { throw .bareCarriageReturn }
        guard start.count + piece.count + (end == nil ? 0 : 1) <= limit else { throw .tooLong }
        guard let end else {
            start += piece
            input = []
            return nil
        }
        guard lastIsReturn || piece.isEmpty && start.last == .carriageReturn else { throw .bareLineFeed }
        input = input[(end + 1)...]
        if start.isEmpty { return piece.dropLast() }
        defer { start = [] }
        return (start + piece)[...].dropLast()
    }
}

extension UInt8 {
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let tab = UInt8(ascii: "\t")

    /// Whether this is optional white space (RFC 9110, section 5.6.3).
    var isBlank: Bool { self == .space || self == .tab }

    /// Whether a token may contain this (RFC 9110, section 5.6.2).
    var isToken: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"),
            UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// Whether a field's value may contain this: visible, blank, or beyond ASCII (RFC 9110, section 5.5).
    var isFieldContent: Bool { self >= 0x20 && self != 0x7F || self == .tab }

    /// The value of a hexadecimal digit in ASCII; nil for anything else.
    var hexDigitValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension ArraySlice<UInt8> {
    /// Without blanks at both ends.
    var trimmed: ArraySlice<UInt8> {
        let end = lastIndex { !$0.isBlank }.map { $0 + 1 } ?? startIndex
        return self[..<end].drop { $0.isBlank }
    }

    /// The value of digits and nothing else, at least one; the largest integer if it is larger.
    var decimalValue: Int? {
        guard !isEmpty, allSatisfy({ $0.isDigit }) else { return nil }
        return reduce(0) { number, digit in
            let (tens, isBeyond) = number.multipliedReportingOverflow(by: 10)
            let (sum, isBeyondToo) = tens.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
            return isBeyond || isBeyondToo ? .max : sum
        }
    }
}
