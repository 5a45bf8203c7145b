internal import API
internal import Chain
package import EventLoop

extension Node {
    /// All metrics, in Prometheus's text format.
    var metricsText: MetricsText {
        var text = MetricsText()
        text.introduce("forgechain_info", .gauge, "Which node this is; always 1.")
        text.sample("forgechain_info", 1, ["node": identity.identifier, "version": NodeStatus.currentVersion])
        writeChain(to: &text)
        writeLedger(to: &text)
        writePeers(to: &text)
        writeMining(to: &text)
        writeStorage(to: &text)
        writeLimits(to: &text)
        ports.requests.write(to: &text)
        text.gauge("http_event_clients", "Clients of GET /events.", events.count)
        text.introduce(
            "forgechain_event_loop_lag_seconds", .histogram, "How late the loop came to a timer, four times a second.")
        text.samples("forgechain_event_loop_lag_seconds", metrics.loopLag)
        // For the whole process, however many nodes it has.
        ProcessFigures()?.write(to: &text)
        return text
    }

    private func writeChain(to text: inout MetricsText) {
        text.gauge("forgechain_chain_height", "Blocks in the chain: the newest one's index.", chain.length)
        text.gauge(
            "forgechain_chain_tip",
            "The front of the newest block's hash, 48 bits of it: nodes that agree say the same.",
            Int(chain.tipHash.description.prefix(12), radix: 16) ?? 0)
        text.gauge("forgechain_chain_bytes", "Bytes of the blocks' texts in the chain.", chain.textLength)
        text.gauge(
            "forgechain_chain_limit_bytes", "How many bytes the chain may get: --max-chain-bytes.",
            options.limits.chain.chainBytes)
        text.counter(
            "forgechain_chain_replacements_total", "Longer chains that took the place of one that forks.",
            metrics.replacements)
        let depth = "forgechain_chain_replacement_depth"
        text.introduce(depth, .histogram, "How many blocks fell out by each replacement of the chain.")
        text.samples(depth, metrics.replacementDepths)
        let refused = "forgechain_chains_refused_total"
        text.introduce(
            refused, .counter, "Longer valid chains that --max-reorg or --checkpoint kept from replacing the chain.")
        for reason in FinalityFault.Reason.allCases {
            text.sample(refused, metrics.refusedChains[reason] ?? 0, ["reason": reason.rawValue])
        }
        text.counter(
            "forgechain_blocks_fallen_out_total", "Blocks that fell out of the chain when it was replaced.",
            metrics.fallenOutBlocks)
        text.counter("forgechain_blocks_forged_total", "Blocks forged by this node.", metrics.forgedBlocks)
        text.counter(
            "forgechain_blocks_received_total", "Blocks that came into the chain from peers.", metrics.receivedBlocks)
        text.counter(
            "forgechain_transactions_accepted_total", "Transactions accepted from clients and from peers.",
            metrics.acceptedTransactions)
        text.gauge(
            "forgechain_transactions_pending", "Transactions that wait for a block.", mempool.pending.count)
    }

    private func writePeers(to text: inout MetricsText) {
        text.introduce("forgechain_peers", .gauge, "Peers by their states, as GET /nodes has them.")
        for state in Peer.State.allCases {
            text.sample("forgechain_peers", peers.all.count { $0.state == state }, ["state": state.rawValue])
        }
    }

    private func writeMining(to text: inout MetricsText) {
        text.counter(
            "forgechain_mining_guesses_total", "Guesses made in searches for proofs, also those that run.",
            ports.prover.guessCount)
        text.gauge("forgechain_mining_active", "Whether a search for a proof runs.", mining.searching == nil ? 0 : 1)
    }

    private func writeLimits(to text: inout MetricsText) {
        let limit = "forgechain_limit"
        text.introduce(limit, .gauge, "The limits in force, in the units of docs/LIMITS.md.")
        for each in Limit.all { text.sample(limit, each.value(in: options.limits), ["name": each.name]) }
        let use = "forgechain_limit_use"
        text.introduce(use, .gauge, "How much of a limit is in use, where that is counted.")
        for each in Limit.all {
            if let used = each.used(by: self) { text.sample(use, used, ["name": each.name]) }
        }
    }

    private func writeStorage(to text: inout MetricsText) {
        let commits = "forgechain_storage_commits_total"
        text.introduce(commits, .counter, "Commits to the disk by what became of them.")
        text.sample(commits, metrics.keptCommits, ["result": "kept"])
        text.sample(commits, metrics.failedCommits, ["result": "failed"])
        let seconds = "forgechain_storage_commit_duration_seconds"
        text.introduce(seconds, .histogram, "What a commit took, its flush to the disk included.")
        text.samples(seconds, metrics.commitDurations)
        let sizes = "forgechain_storage_commit_batch_size"
        text.introduce(sizes, .histogram, "Changes kept in one commit.")
        text.samples(sizes, metrics.commitSizes)
    }
}

extension Node {
    /// How often the loop's lag is measured: rarely enough to cost nothing.
    private static let lagInterval = Duration.milliseconds(250)

    /// Measures a loop's lag as long as the node runs.
    package func measureLag(of loop: EventLoop) {
        inBackground { node, _ in
            while let lateness = await loop.lateness(after: Self.lagInterval) {
                node.metrics.noteLag(lateness)
            }
        }
    }
}
