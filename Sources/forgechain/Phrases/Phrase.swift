internal import Wording

/// What the commands that ask a node say themselves; what a node says is a `Statement`.
///
/// A new one gets its words in each language, in the file of that language: without them nothing compiles. Values stand
/// in braces, as in the words of a `Statement`.
enum Phrase: CaseIterable {
    // Counts.
    case blocks, transactions, peers, events, days, hours, minutes, seconds, hexZeros, guesses

    // What a node is, has and does.
    case node, address, addressWithVersion, chain, chainWithTip, rules, difficulty, pending, peersRow, peersTold
    case networkRow, target, work
    case mining, notMining, interval, minesEvery, kernel, running, runningFor

    // A search.
    case search, searchRate

    // The list of a chain's blocks.
    case columnBlock, columnMade, columnHash, columnProof, columnTransactions, doesNotFollow, more, noBlockYet
    case noPayment, forMining

    // What came of a request.
    case blockMined, blockProof, willBeAdded, itsID, takenWithoutID, replaced, kept
    case olderThanCount, peersAdded, peerRemoved

    // Peers.
    case noPeers, columnAddress, columnState, columnBlocks, columnLastSeen, columnVersion, never, gossips
    case stateUp, stateDown, stateUnknown, stateOtherNetwork, stateThisNode

    /// Its words in a language.
    func words(_ language: Language) -> String {
        switch language {
        case .english: english
        case .chinese: chinese
        case .spanish: spanish
        }
    }

    /// It in a language, with values.
    func text(_ language: Language = .ofUser, _ values: KeyValuePairs<String, String> = [:]) -> String {
        Template.filled(words(language)) { name in values.first { $0.key == name }?.value }
    }

    /// It in the user's language, with values.
    func text(_ values: KeyValuePairs<String, String>) -> String { text(.ofUser, values) }
}

extension Language {
    /// That of whoever has given the command.
    static let ofUser = preferred
}
