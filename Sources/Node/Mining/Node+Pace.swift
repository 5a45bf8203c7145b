internal import Chain

/// The pace of mining without being asked.
extension Node {
    /// How much longer than the interval nodes that gossip wait, at random. They wait for the same block, and would
    /// otherwise search at the same moment, and fork at each block. A block reaches the others in much less time than
    /// this makes of an interval that people can follow.
    private static let spread = 0.25

    /// The chain has a new tip, or the node begins. The wait for the next search begins anew, also when a peer's block
    /// arrives: on the chain that people follow, blocks are an interval apart, whoever mines them.
    func beginInterval() {
        guard let seconds = options.mineIntervalSeconds else { return }
        let extra = options.gossips ? Double.random(in: 0...Self.spread, using: &randomness) : 0
        mining.notBefore = ports.clock.now + .seconds(seconds * (1 + extra))
    }

    /// How long the miner still waits before it begins a search; nil if it needn't.
    var secondsToNextSearch: Double? {
        guard let moment = mining.notBefore else { return nil }
        let seconds = (moment - ports.clock.now).inSeconds
        return seconds > 0 ? seconds : nil
    }
}
