internal import Wording

/// What the commands say themselves; what a node says, and why a file or a directory is refused, is a `Statement`.
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
    case noPayment, forMining, granted

    // What came of a request.
    case blockMined, blockProof, willBeAdded, itsID, takenWithoutID, replaced, kept
    case olderThanCount, peersAdded, peerRemoved

    // Peers.
    case noPeers, columnAddress, columnState, columnBlocks, columnLastSeen, columnVersion, never, gossips
    case stateUp, stateDown, stateUnknown, stateOtherNetwork, stateThisNode

    // Large numbers, long proofs, lists.
    case largeNumbers, longProof, listed, detailed, shownOf, nextBegin, inBlock

    // Transactions: pending, history, tx, send.
    case nothingPending, nothingInHistory, isPending, isInBlock, isUnderBlocks, payUnseen, nothingSent
    case toldNoNumbers, practiceNetwork, signsForAnother, signsFromNow, networkIs

    // Branches that fell out: forks.
    case forks, nothingFell, fell, fellTo, notRemembered, minedBy, fateWaiting, fateCarried, fateGone, fateUnknown
    case goneNotPosted, goneNoRoom, goneNonceUsed, goneNotPayable, goneReward, goneUnsaid

    // Accounts: balance, accounts.
    case amountWaits, noKeyToShow, columnBalance, columnPayments, accountsOf

    // A block explained: block, explain.
    case madeAt, notInChain, everyRuleHolds, nextDoesNotFit, ruleIsBroken, verdictUnknown, proofSeals, sealRow
    case guessRow, paysRow, workAbout, paysReward, andMore, isThisText, andSoOn, hashRepeated, puzzleOfProofs
    case puzzleOfHash, zerosOfGuess, checksTitle, checkHolds, checkBroken, fileNoBlock

    // What a light client has found: receipt.
    case notInAnyChain, noChainShown, receiptPlace, receiptOnTop, receiptReward, receiptPayment, leftOut
    case shownNothing, endsThere, mostWork, sameChain, sameButNewest, otherWithLess, otherWithNoMore, proofBreaks
    case proofRefuted, headerBreaks, headersLate, headersTooMany, headersTooFew

    // What happens: watch.
    case eventStatus, eventBlock, eventReplaced, eventRefused, eventTransaction, eventPeer, eventLimit, eventMissed
    case nodeNamed, nPending, newBlock, chainRefused, searchGivenUp, chainBytes, eventsLeftOut, forkedBehind
    case pendingAgain, minedHere, fromSource, longTransaction, inBrackets, peerAdded, peerGone, peerChanged

    // Values that no command of these takes.
    case optionOutOfRange, optionTooSmall, optionGoesWithout, optionNeeds, noBlockName, noTransactionID, noLedgerID
    case tooManyNodes, nameNotUTF8, senderNotUTF8, recipientNotUTF8, amountNotUTF8, idWithoutFrom, amountNoInteger
    case numbersOutOfRange

    // Files and directories: import, verify, export, reset.
    case standardInput, standardOutput, cannotRead, cannotWrite, isADirectory, readingBytes, writingBlocks
    case migratingBlocks, addressNoFile, tooManyFiles, importChain, importOfNetwork, importOfFile, imported
    case importReturned, importConfirmed, importDropped, judged, judgedAlone, judgedInPlace, acceptedTransactions
    case verified, verifiedSound, verifiedFindings, verifiedMany, checkingDatabase, checkingBlocks
    case checkingTransactions, nothingKept, nobodyToAsk, resetQuestion, nothingDeleted, beginsAnew, yesOrNo, yes

    // A node that begins: serve.
    case pageRow, elsewhereRow, keptRow, keptNowhere, leadingZeros, rulesWithDifficulty, chainWithPending, noPeersYet
    case stopRow, stopKeeping, outputUnwritten, payToUnknown, noLimits

    // Words that are no command.
    case noCommand, commandMeant, optionAsksNode

    // A network's first block: genesis, --genesis, --network.
    case noSuchNetwork, networkMeasured, networkGiven, networkAdvice, noFirstBlockTooLong, noFirstBlockJSON
    case noFirstBlock, genesisUnreachable, networkTwice, noNetworkHash

    // Keys, passphrases and tokens: key, and files with secrets.
    case noKeys, keyNameColumn, keyLocked, keyNotLocked, keyIs, keySpendable, keyUnprotected, removeWithoutAsking
    case removeQuestion, nothingRemoved, passphraseTwice, askSeed, askPassphrase, askNewPassphrase, askAgain
    case passphraseNeeded, passphraseOther, passphraseMissing, passphraseEmpty, passphraseFileTooLong
    case passphraseFileEmpty, tokenFileTooLong, tokenFileWrong, secretWritable, secretReadable, secretToken
    case secretSeed, secretPassphrase, warning, noHomeForKeys

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
