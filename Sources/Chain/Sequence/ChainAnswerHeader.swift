/// What a peer's answer says about its chain besides the blocks, as far as it has been read.
struct ChainAnswerHeader: Sendable {
    /// A member of the answer that is read here.
    enum Member: String {
        case after, length
        case status = "forgechain"
    }

    /// The peer's status; only nodes like this one send it.
    private(set) var status: JSONValue?
    /// The height of our block that its blocks follow.
    private var after: Int?
    /// The length of its chain.
    private var length: Int?

    /// Takes the value of a member; the last one counts.
    mutating func take(_ value: JSONValue, of member: Member) {
        switch member {
        case .status: status = value
        case .after: after = value.integer
        case .length: length = value.integer
        }
    }

    /// The height of our block that its blocks follow: one of the places sent to it, or 0 for none.
    func fork(among locator: ChainLocator) throws(ChainError) -> Int {
        guard let after else { throw .noFork }
        guard after == 0 || locator.places.contains(where: { $0.height == after }) else {
            throw .wrongFork(height: after)
        }
        return after
    }

    /// The length of its chain when it sent no blocks; it must not exceed ours.
    func length(notAbove ours: Int) throws(ChainError) -> Int {
        guard let length, length >= 1 else { throw .noLength }
        guard length <= ours else { throw .withheld(length: length) }
        return length
    }
}
