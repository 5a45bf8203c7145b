@testable import Node

// The limits of a node that nobody has changed, by what tests call them.

extension PeerList {
    static let maximumCount = PeerLimits().count
    static let maximumFound = PeerLimits().found
    static let maximumFoundOfNetwork = PeerLimits().foundOfNetwork
}

extension Strangers {
    static let maximumContacts = PeerLimits().strangerContacts
    static let maximumPorts = PeerLimits().strangerPorts
}

extension MiningDesk {
    static let maximumWaiting = WaitingLimits().miners
}

extension Sync {
    static let maximumWaiting = WaitingLimits().rounds
}

extension Journal {
    static let maximumCount = WaitingLimits().changes
    static let maximumHeldBytes = WaitingLimits().changeBytes
}

extension EventHub {
    static let maximumCount = EventLimits().clients
    static let maximumWaitingBytes = EventLimits().clientBytes
}

extension ReadingRoom {
    static let maximumQuestions = WaitingLimits().questions
}

extension AnswerBudget {
    static let unfinishedBytes = FetchLimits().unfinishedBytes
    static let ownBytes = FetchLimits().ownBytes
}

extension PeerListError {
    static var full: PeerListError { .full(of: PeerList.maximumCount) }
    static func shareIsFull(count: Int) -> PeerListError {
        .shareIsFull(count: count, room: 0, of: PeerList.maximumCount)
    }
}

extension MiningError {
    static var tooManyWaiting: MiningError { .tooManyWaiting(MiningDesk.maximumWaiting) }
}
