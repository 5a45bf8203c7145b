public import API
internal import Chain
internal import EventLoop
internal import HTTP
internal import Synchronization
internal import Wording

// Answers that take a while, or are read as they arrive.
extension RemoteNode {
    /// The node's chain, piece by piece, oldest block first.
    ///
    /// - Parameters:
    ///   - from: the first block's index. A node that doesn't know the query sends the whole chain.
    ///   - limit: the maximum number of blocks; all if nil.
    ///   - receive: gets each piece, and returns whether it wants more.
    public func chain(
        from: Int = 1, limit: Int? = nil, receive: @escaping @Sendable (ChainPiece) async -> Bool
    ) async throws(NodeError) {
        var target = "/chain"
        if from > 1 || limit != nil { target += "?from=\(from)" + (limit.map { "&limit=\($0)" } ?? "") }
        _ = try await object(.get, target, arrays: ["chain"], limits: Self.streaming, receive: receive)
    }

    /// Makes the node ask its peers for their chains, and returns the result and the length of its chain afterwards.
    ///
    /// - Parameter receive: gets the answer's bytes as they arrive.
    public func resolve(
        receive: @escaping @Sendable (ChainPiece) async -> Bool
    ) async throws(NodeError) -> (answer: ResolutionAnswer, length: Int) {
        let length = Mutex(0)
        let keys = ResolutionAnswer.chainKeys
        // A GET, as in the tutorial, whose nodes know nothing else.
        let reader = try await object(
            .get, "/nodes/resolve", arrays: [keys.own, keys.new], limits: Self.anyTimeAndLength
        ) { piece in
            length.withLock { $0 += piece.texts.count }
            return await receive(piece)
        }
        let key = reader.foundArrays.contains(keys.new) ? keys.new : keys.own
        guard let answer = ResolutionAnswer(reader.members, chainKey: key) else {
            throw .noAnswer(origin, "GET /nodes/resolve", .clientAnswerLacks)
        }
        return (answer, length.withLock { $0 })
    }

    /// Makes the node forge blocks. Cancelling the task closes the connection, which ends the search.
    ///
    /// - Parameters:
    ///   - count: how many; if nil, one, as the tutorial's nodes do.
    ///   - progress: gets how far the search has got, if the node reports it.
    public func mine(
        count: Int? = nil, progress: (@Sendable (SearchInfo) -> Void)? = nil
    ) async throws(NodeError) -> Answered<MiningReceipt> {
        let watching = progress.map { progress in
            Task(executorPreference: loop) {
                // Mining goes on even if the search cannot be watched.
                try? await events { event in
                    if case .mining(let search) = event.event { progress(search) }
                    return true
                }
            }
        }
        defer { watching?.cancel() }
        let target = count.map { "/mine?count=\($0)" } ?? "/mine"
        return try await ask(.get, target, limits: Self.whenever, as: MiningReceipt.init)
    }

    /// The node's events from now on. Returns when `receive` wants no more, and throws when the node is gone.
    public func events(_ receive: @escaping @Sendable (WatchedEvent) async -> Bool) async throws(NodeError) {
        let reading = Mutex(Reading(EventStreamParser()))
        do throws(NodeError) {
            _ = try await ask(.get, "/events", accepting: "text/event-stream", limits: Self.streaming) { bytes in
                let events = reading.withLock { $0.take { parser throws(ObjectFault) in try parser.events(bytes) } }
                if events?.isEmpty == false { reading.withLock { $0.hasBegun = true } }
                for event in events ?? [] {
                    guard await receive(event) else {
                        reading.withLock { $0.wantsMore = false }
                        return false
                    }
                }
                return events != nil
            }
        } catch {
            let (fault, wantsMore) = reading.withLock { ($0.fault, $0.wantsMore) }
            if let fault { throw .noAnswer(origin, "GET /events", fault.statement) }
            if !wantsMore { return }
            guard error.kind == .unreachable, reading.withLock({ $0.hasBegun }) else { throw error }
            throw Self.gone(origin)
        }
        if reading.withLock({ !$0.hasBegun }) { throw .noAnswer(origin, "GET /events", .clientAnswerNoEvents) }
        throw Self.gone(origin)
    }

    private static func gone(_ node: Origin) -> NodeError {
        NodeError(.unreachable, .clientGone, ["url": .text(node.url)])
    }

    /// The limits of an answer that may take any time to begin, and may have any length.
    private static var anyTimeAndLength: ClientLimits {
        var limits = streaming
        limits.silence = nil
        return limits
    }

    /// Reads an object with long arrays, and returns everything except their elements.
    private func object(
        _ method: HTTP.Method, _ target: String, arrays: Set<String>, limits: ClientLimits,
        receive: @escaping @Sendable (ChainPiece) async -> Bool
    ) async throws(NodeError) -> ObjectReader {
        let reading = Mutex(Reading(ObjectReader(arrays: arrays)))
        do throws(NodeError) {
            _ = try await ask(method, target, limits: limits) { [origin] bytes in
                let texts = reading.withLock { $0.take { reader throws(ObjectFault) in try reader.read(bytes) } }
                guard let texts else { return false }
                return await receive(ChainPiece(bytes: bytes, texts: texts, from: origin))
            }
            try reading.withLock { reading throws(NodeError) in
                _ = reading.take { reader throws(ObjectFault) in
                    try reader.finish()
                    if reader.foundArrays.isEmpty { throw ObjectFault(.clientAnswerNoChain) }
                }
                if reading.fault != nil { throw NodeError(.noAnswer, "") }
            }
        } catch {
            guard let fault = reading.withLock({ $0.fault }) else { throw error }
            throw .noAnswer(origin, "\(method.rawValue) \(target.prefix { $0 != "?" })", fault.statement)
        }
        return reading.withLock { $0.reader }
    }
}

/// A reader of what arrives, and what was wrong with it.
private struct Reading<Reader: Sendable>: Sendable {
    var reader: Reader
    var fault: ObjectFault?
    var wantsMore = true
    /// Whether anything valid has arrived.
    var hasBegun = false

    init(_ reader: Reader) {
        self.reader = reader
    }

    /// What the reader makes of the next bytes; nil from the first fault on.
    mutating func take<Value>(_ read: (inout Reader) throws(ObjectFault) -> Value) -> Value? {
        guard fault == nil else { return nil }
        do throws(ObjectFault) {
            return try read(&reader)
        } catch {
            fault = error
            return nil
        }
    }
}

extension EventStreamParser {
    /// The events that end in these bytes, parsed.
    fileprivate mutating func events(_ bytes: [UInt8]) throws(ObjectFault) -> [WatchedEvent] {
        let events: [ServerSentEvent]
        do throws(EventStreamError) {
            events = try read(bytes)
        } catch {
            throw ObjectFault(error.statement)
        }
        var watched: [WatchedEvent] = []
        for event in events { watched.append(try WatchedEvent(event)) }
        return watched
    }
}
