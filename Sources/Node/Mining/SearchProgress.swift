internal import Chain
internal import EventLoop

/// How far a search for a proof has come.
struct SearchProgress: Sendable {
    /// The index of the block that is searched for.
    let height: Int

    /// How many guesses a search takes on average: one in so many has enough zeros.
    let expected: UInt128

    /// How many were made.
    let guesses: UInt64

    /// How long it has taken.
    let seconds: Double

    /// Where a search stands.
    enum State: String {
        case searching, found
        case givenUp = "given up"
    }

    /// As an object.
    func text(_ state: State) -> CanonicalText {
        .object([
            "expected": .integer(expected), "guesses": .integer(guesses), "height": .integer(height),
            "rate": .integer(rate), "seconds": .double(seconds), "state": .string(state.rawValue),
        ])
    }

    /// Guesses a second; 0 as long as that says nothing.
    private var rate: UInt64 { seconds > 0 ? UInt64(min(Double(guesses) / seconds, 1e18)) : 0 }
}

/// A search that runs, as it was when it began.
struct BegunSearch: Sendable {
    let height: Int
    let guesses: UInt64
    let stopwatch = Stopwatch()
}

extension Node {
    /// How far a search has come by now.
    func progress(of search: BegunSearch) -> SearchProgress {
        SearchProgress(
            height: search.height, expected: chain.rules.difficulty.expectedGuesses,
            guesses: prover.guessCount - search.guesses, seconds: Double(search.stopwatch.nanoseconds) / 1e9)
    }
}
