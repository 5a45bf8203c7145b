/// Reads heads of answers, line by line as they arrive, up to the one of the final answer.
struct AnswerHeadReader {
    private var lines = LineReader()
    private var line: StatusLine?
    private var headers = Headers()

    /// Of all heads together, so that interim answers have an end.
    private var byteCount = 0

    /// Takes heads off `input`, and returns the final one; nil if more has to arrive.
    ///
    /// - Parameter limit: how many bytes all heads together may have.
    mutating func next(in input: inout ArraySlice<UInt8>, limit: Int) throws(FetchError) -> AnswerHead? {
        while true {
            guard let text = try nextLine(in: &input, limit - byteCount) else {
                // A line that isn't HTTP's may never end.
                if line == nil, let byte = lines.firstByte, byte != UInt8(ascii: "H") { throw .malformed }
                return nil
            }
            byteCount += text.count + 2
            guard let line else {
                line = try StatusLine(text)
                headers = Headers()
                headers.reserveForHead()
                continue
            }
            if !text.isEmpty {
                try append(text)
            } else if line.isInterim {
                self.line = nil
            } else {
                return AnswerHead(line, headers)
            }
        }
    }

    private mutating func nextLine(
        in input: inout ArraySlice<UInt8>, _ limit: Int
    ) throws(FetchError) -> ArraySlice<UInt8>? {
        do throws(LineReader.Fault) { return try lines.next(in: &input, limit: limit) } catch { throw .malformed }
    }

    private mutating func append(_ text: ArraySlice<UInt8>) throws(FetchError) {
        do throws(FieldLine.Fault) {
            headers.append(try FieldLine(text))
        } catch .folded {
            // A client has to take the folds of older servers, as spaces (RFC 9112, section 5.2).
            guard text.allSatisfy({ $0.isFieldContent }), headers.extendLast(by: text.trimmed) else { throw .malformed }
        } catch {
            throw .malformed
        }
    }
}
