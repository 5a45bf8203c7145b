public import Chain

extension BlockTemplate {
    /// The smallest nonce that solves it, found one by one: for networks that are easy.
    public func nonceByTrying() -> UInt128? {
        Task.isCancelled ? nil : (0..<UInt128.max).first { isSolved(by: $0) }
    }
}
