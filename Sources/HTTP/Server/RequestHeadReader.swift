internal import Wording

/// Reads the head of one request, line by line as it arrives; each line is checked once and at once.
struct RequestHeadReader {
    private var lines = LineReader()
    private var line: RequestLine?
    private var headers = Headers()
    private var byteCount = 0

    /// Whether the method is HEAD, also in a line that is refused: no answer to it has a body.
    private(set) var isHead = false

    /// Whether any of it has arrived. Empty lines before a request don't count.
    var hasBegun: Bool { line != nil || lines.isInLine }

    /// How many bytes are kept: the fields with the places where they end, and part of a line.
    var heldBytes: Int { headers.heldBytes + lines.heldBytes }

    /// Takes the head off `input`, and is ready for the next; nil if more has to arrive. One that lies there whole is
    /// looked up first.
    mutating func next(
        in input: inout ArraySlice<UInt8>, limits: ServerLimits, recent: inout RecentHeads
    ) throws(Refusal) -> RequestHead? {
        // After empty lines too it is read: they count towards what a head may have.
        guard !hasBegun, byteCount == 0 else { return try next(in: &input, limits) }
        if let head = recent.take(from: &input) { return head }
        let start = input
        let head = try next(in: &input, limits)
        if let head { recent.keep(start[..<input.startIndex], head) }
        return head
    }

    private mutating func next(
        in input: inout ArraySlice<UInt8>, _ limits: ServerLimits
    ) throws(Refusal) -> RequestHead? {
        while true {
            try checkBeginning(of: input)
            guard let text = try nextLine(in: &input, limits) else { return nil }
            byteCount += text.count + 2
            if let line {
                if text.isEmpty {
                    let head = try RequestHead(line, headers)
                    self = RequestHeadReader()
                    return head
                }
                guard headers.count < limits.fields else { throw .tooManyFields(limits) }
                try append(text)
            } else if !text.isEmpty {
                isHead = text.starts(with: "HEAD ".utf8)
                line = try RequestLine(text)
                headers.reserveForHead()
            }
            // An empty line before a request is ignored (RFC 9112, section 2.2).
        }
    }

    /// A line that isn't HTTP's may never end, and its first byte shows it. TLS begins with a control character.
    private func checkBeginning(of input: ArraySlice<UInt8>) throws(Refusal) {
        guard line == nil, !lines.isInLine, let byte = input.first, !byte.isToken, byte != .carriageReturn,
            byte != .lineFeed
        else { return }
        throw Refusal(.notHttp)
    }

    private mutating func nextLine(
        in input: inout ArraySlice<UInt8>, _ limits: ServerLimits
    ) throws(Refusal) -> ArraySlice<UInt8>? {
        let isFirst = line == nil
        let headRest = limits.headBytes - byteCount
        do throws(LineReader.Fault) {
            return try lines.next(in: &input, limit: isFirst ? min(limits.lineBytes, headRest) : headRest)
        } catch {
            throw isFirst && byteCount == 0 && error == .tooLong ? .targetTooLong(limits) : .line(error, limits)
        }
    }

    private mutating func append(_ text: ArraySlice<UInt8>) throws(Refusal) {
        do throws(FieldLine.Fault) {
            headers.append(try FieldLine(text))
        } catch {
            throw .field(error)
        }
    }
}

extension Refusal {
    fileprivate static func targetTooLong(_ limits: ServerLimits) -> Refusal {
        Refusal(.firstLineTooLong, ["limit": .number(limits.lineBytes)], status: .uriTooLong)
    }

    fileprivate static func tooManyFields(_ limits: ServerLimits) -> Refusal {
        Refusal(.headersTooMany, ["limit": .number(limits.fields)], status: .headerFieldsTooLarge)
    }

    fileprivate static func line(_ fault: LineReader.Fault, _ limits: ServerLimits) -> Refusal {
        switch fault {
        case .bareLineFeed: Refusal(.lineWithoutCr)
        case .bareCarriageReturn: Refusal(.lineWithoutLf)
        case .tooLong:
            Refusal(.headTooLong, ["limit": .number(limits.headBytes)], status: .headerFieldsTooLarge)
        }
    }

    fileprivate static func field(_ fault: FieldLine.Fault) -> Refusal {
        switch fault {
        case .folded: Refusal(.headerFolded)
        case .name: Refusal(.headerNameBad)
        case .value: Refusal(.headerValueBad)
        }
    }
}
