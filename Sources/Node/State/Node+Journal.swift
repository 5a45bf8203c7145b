internal import Chain
internal import EventLoop
internal import Logging
internal import Records

extension Node {
    /// Commits an operation to disk, then applies it in memory, then returns its result.
    ///
    /// A cancelled task waits too, because a commit goes on regardless.
    @discardableResult
    func submit<Operation: StateOperation>(
        _ operation: Operation
    ) async throws(SubmitError<Operation.Refusal>) -> Operation.Outcome {
        let answer: PendingSubmission<Operation>.Answer = await withCheckedContinuation { continuation in
            submit(operation) { continuation.resume(returning: $0) }
        }
        return try answer.get()
    }

    /// The same for who needs no task: `take` gets the result, on the loop; at once if there is nothing to wait for.
    func submit<Operation: StateOperation>(
        _ operation: Operation, _ take: @escaping @Sendable (PendingSubmission<Operation>.Answer) -> Void
    ) {
        var operation = operation
        do throws(SubmitError<Operation.Refusal>) {
            try journal.reserve(for: &operation)
        } catch {
            return take(.failure(error))
        }
        if journal.append(PendingSubmission(operation, take)) {
            Task(executorPreference: executor) { await self.serveJournal() }
        }
    }

    /// Before each commit the loop has a turn: what has arrived by then goes into the same one, and a commit takes as
    /// much of the processor as several payments.
    private func serveJournal() async {
        await Task.yield()
        while case let batch = journal.nextBatch(), !batch.isEmpty {
            await commit(batch)
            await Task.yield()
        }
    }

    private func commit(_ batch: [any Submission]) async {
        do throws(StorageError) {
            let known = try await known(batch.flatMap(\.lookups))
            for submission in batch { await submission.prepare(for: journal.state, by: ports.store) }
            let changes = journal.decide(batch, known)
            if !changes.isEmpty {
                try await write(changes)
                note(nil)
            }
            for event in journal.apply(batch) { react(to: event) }
            assert(brokenInvariant == nil, brokenInvariant ?? "")
            reactToCommit()
            for submission in batch { submission.answer(in: journal.state) }
        } catch {
            note(error)
            journal.abandon(batch)
            for submission in batch { submission.fail(error) }
        }
    }

    private func known(_ transactions: [Transaction]) async throws(StorageError) -> KnownTransactions {
        if transactions.isEmpty { return KnownTransactions([]) }
        return KnownTransactions(zip(transactions, try await ports.store.known(transactions)))
    }

    private func write(_ changes: [Change]) async throws(StorageError) {
        let stopwatch = Stopwatch()
        do throws(StorageError) {
            try await ports.store.commit(changes)
            metrics.noteCommit(of: changes.count, nanoseconds: stopwatch.nanoseconds, isKept: true)
        } catch {
            metrics.noteCommit(of: changes.count, nanoseconds: stopwatch.nanoseconds, isKept: false)
            throw error
        }
    }

    /// Logs only when commits begin to fail and when they work again.
    private func note(_ error: StorageError?) {
        guard journal.note(error) else { return }
        if let error {
            ports.logger.error("storage: \(error)")
        } else {
            ports.logger.notice("storage: what comes is kept again")
        }
    }
}
