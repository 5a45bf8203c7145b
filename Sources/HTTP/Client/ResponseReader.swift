/// Reads an answer strictly, before libevent does, and writes down for libevent what it may see: ``RequestReader``'s
/// counterpart.
///
/// libevent gets a head and chunks that are written here, in the one form that nobody reads differently, and of the
/// other side's bytes only the body.
struct ResponseReader {
    private enum Stage {
        case head
        case chunks(ChunkReader)
        /// What arrives is the body. Where it has a length libevent takes no more than that, and then closes.
        case plainBody
        /// The answer is whole, or refused. What follows is nobody's.
        case over
    }

    private var stage = Stage.head
    private var reader = AnswerHeadReader()
    private let method: Method

    /// The head of the final answer, also if that is refused for what the head says.
    private(set) var head: AnswerHead?

    /// Makes a reader of the answer to a request with this method.
    init(answering method: Method) {
        self.method = method
    }

    /// Whether what arrives is for libevent as it is, and not to be read.
    var isInPlainBody: Bool { if case .plainBody = stage { true } else { false } }

    /// Takes from `input` what has arrived, except a plain body, and appends to `output` what libevent is to read in
    /// its place.
    ///
    /// - Parameters:
    ///   - headLimit: how many bytes the head may have, with all interim answers before it.
    ///   - maximumBody: how many bytes the body of an answer with this head may have. It throws if none is wanted.
    mutating func read(
        _ input: inout ArraySlice<UInt8>, to output: inout [UInt8], headLimit: Int,
        maximumBody: (AnswerHead) throws(FetchError) -> Int
    ) throws(FetchError) {
        do throws(FetchError) {
            if case .head = stage {
                guard let head = try reader.next(in: &input, limit: headLimit) else { return }
                self.head = head
                try begin(head, try maximumBody(head), &output)
            }
            if case .chunks(var chunks) = stage {
                // Otherwise two would own its buffer.
                stage = .over
                try ResponseReader.read(&chunks, &input, &output)
                if !chunks.isAtEnd { stage = .chunks(chunks) }
            }
            if case .over = stage { input = [] }
        } catch {
            stage = .over
            throw error
        }
    }

    private mutating func begin(
        _ head: AnswerHead, _ maximumBody: Int, _ output: inout [UInt8]
    ) throws(FetchError) {
        output += "HTTP/1.1 \(head.status) \r\nConnection: close\r\n".utf8
        switch try head.framing(for: method) {
        case .length(let count):
            guard count <= maximumBody else { throw .tooLarge(limitBytes: maximumBody) }
            stage = count == 0 ? .over : .plainBody
            output += "Content-Length: \(count)\r\n".utf8
        case .chunked:
            stage = .chunks(ChunkReader(maximumBytes: maximumBody))
            output += "Transfer-Encoding: chunked\r\n".utf8
        case .toTheEnd:
            stage = .plainBody
        }
        output += "\r\n".utf8
    }

    private static func read(
        _ chunks: inout ChunkReader, _ input: inout ArraySlice<UInt8>, _ output: inout [UInt8]
    ) throws(FetchError) {
        do throws(ChunkReader.Fault) {
            try chunks.rewrite(&input, to: &output)
        } catch .tooLong {
            throw .tooLarge(limitBytes: chunks.maximumBytes)
        } catch {
            throw .malformed
        }
    }
}
