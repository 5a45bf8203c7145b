/// Runs without faults, in which nothing is inspected.
extension World {
    /// Lets this much time pass.
    nonisolated func run(for seconds: Double) {
        let end = assumeIsolated { $0.now + seconds }
        assumeIsolated { $0.after(seconds) { $0.isOver = true } }
        while assumeIsolated({ $0.now }) < end {
            _ = loop.drain(limit: .max)
            guard assumeIsolated({ $0.advance() }) else { break }
        }
        _ = loop.drain(limit: .max)
        assumeIsolated { $0.isOver = false }
    }

    /// Sets all up, without faults.
    nonisolated func beginUndisturbed() {
        assumeIsolated { world in
            world.isFaulty = false
            world.setUp()
        }
    }

    /// Ends all lives.
    nonisolated func endUndisturbed() {
        assumeIsolated { $0.endAll() }
        _ = loop.drain(limit: .max)
    }
}
