/// Reads the chunked coding by its grammar and nothing else (RFC 9112, section 7.1).
///
/// Extensions and trailers are checked and dropped. Sizes such as `0x5`, `+5` or `5 ` are refused: a program that reads
/// them otherwise would see other messages.
struct ChunkReader {
    /// Why what arrives isn't chunked.
    enum Fault: Error, Hashable {
        /// A line ends with LF alone, or contains CR alone.
        case lineEnd
        /// A chunk's size is not hexadecimal digits and nothing else.
        case size
        /// A chunk's extension isn't one.
        case `extension`
        /// A chunk's data isn't followed by the end of a line.
        case dataEnd
        /// A trailer isn't a field.
        case trailer
        /// Sizes, extensions and trailers are longer than allowed.
        case overhead
        /// The data is longer than allowed.
        case tooLong
    }

    /// How many bytes sizes and extensions of all chunks may have beyond ``freeLineBytes`` each, and trailers together.
    static let overheadBytes = 8 * 1024

    /// What a chunk's line may have without counting: a size and the line's end.
    private static let freeLineBytes = 18

    private enum Place {
        case size
        case data(Int)
        case dataEnd
        case trailer
        case end
    }

    private var place = Place.size
    private var lines = LineReader()
    private var overhead = 0

    /// The largest length of all data together.
    let maximumBytes: Int

    /// How many bytes of data may still come.
    private var remaining: Int

    /// Makes a reader of at most `maximumBytes` of data.
    init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
        remaining = maximumBytes
    }

    /// How many bytes of data have been read, and are kept of a line.
    var heldBytes: Int { maximumBytes - remaining + lines.heldBytes }

    /// Whether the last chunk and the trailers have been read.
    var isAtEnd: Bool { if case .end = place { true } else { false } }

    /// Takes the next part of the data off `input`. Nil if there is none yet, or after the end.
    mutating func next(in input: inout ArraySlice<UInt8>) throws(Fault) -> ArraySlice<UInt8>? {
        while true {
            switch place {
            case .size:
                guard let line = try line(in: &input, freeBytes: Self.freeLineBytes) else { return nil }
                let size = try Self.size(in: line)
                guard size <= remaining else { throw .tooLong }
                remaining -= size
                place = size == 0 ? .trailer : .data(size)
            case .data(let count):
                if input.isEmpty { return nil }
                let part = input.prefix(count)
                input = input[part.endIndex...]
                place = part.count == count ? .dataEnd : .data(count - part.count)
                return part
            case .dataEnd:
                do throws(LineReader.Fault) {
                    guard try lines.next(in: &input, limit: 2) != nil else { return nil }
                } catch { throw .dataEnd }
                place = .size
            case .trailer:
                guard let line = try line(in: &input, freeBytes: 0) else { return nil }
                if line.isEmpty {
                    place = .end
                } else {
                    do throws(FieldLine.Fault) { _ = try FieldLine(line) } catch { throw .trailer }
                }
            case .end:
                return nil
            }
        }
    }

    /// Takes what has arrived off `input`, and writes it to `output` as chunks that nobody reads differently: one for
    /// each part of data, and the last one at the end.
    mutating func rewrite(_ input: inout ArraySlice<UInt8>, to output: inout [UInt8]) throws(Fault) {
        while let part = try next(in: &input) {
            output += "\(String(part.count, radix: 16))\r\n".utf8
            output += part
            output += "\r\n".utf8
        }
        if isAtEnd { output += "0\r\n\r\n".utf8 }
    }

    private mutating func line(in input: inout ArraySlice<UInt8>, freeBytes: Int) throws(Fault) -> ArraySlice<UInt8>? {
        do throws(LineReader.Fault) {
            let limit = freeBytes + Self.overheadBytes - overhead
            guard let line = try lines.next(in: &input, limit: limit) else { return nil }
            overhead += max(line.count + 2 - freeBytes, 0)
            return line
        } catch .tooLong {
            throw .overhead
        } catch {
            throw .lineEnd
        }
    }

    private static func size(in line: ArraySlice<UInt8>) throws(Fault) -> Int {
        let digits = line.prefix { $0.hexDigitValue != nil }
        guard !digits.isEmpty else { throw .size }
        try checkExtensions(line[digits.endIndex...])
        var size = 0
        for digit in digits {
            let (shifted, isBeyondAll) = size.multipliedReportingOverflow(by: 16)
            if isBeyondAll { throw .tooLong }
            size = shifted + Int(digit.hexDigitValue ?? 0)
        }
        return size
    }

    /// `*( BWS ";" BWS name [ BWS "=" BWS value ] )`, where a value is a token or quoted (RFC 9112, section 7.1.1).
    private static func checkExtensions(_ text: ArraySlice<UInt8>) throws(Fault) {
        var rest = text
        while !rest.isEmpty {
            rest = rest.drop { $0.isBlank }
            guard rest.popFirst() == UInt8(ascii: ";") else { throw .size }
            rest = rest.drop { $0.isBlank }
            try dropToken(&rest)
            let afterName = rest.drop { $0.isBlank }
            guard afterName.first == UInt8(ascii: "=") else { continue }
            rest = afterName.dropFirst().drop { $0.isBlank }
            if rest.first == UInt8(ascii: "\"") { try dropQuoted(&rest) } else { try dropToken(&rest) }
        }
    }

    private static func dropToken(_ rest: inout ArraySlice<UInt8>) throws(Fault) {
        guard rest.first?.isToken == true else { throw .extension }
        rest = rest.drop { $0.isToken }
    }

    /// RFC 9110, section 5.6.4.
    private static func dropQuoted(_ rest: inout ArraySlice<UInt8>) throws(Fault) {
        rest = rest.dropFirst()
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") { return }
            guard byte.isFieldContent else { throw .extension }
            if byte == UInt8(ascii: "\\") {
                guard rest.popFirst()?.isFieldContent == true else { throw .extension }
            }
        }
        throw .extension
    }
}
