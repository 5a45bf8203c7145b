/// What a peer says about a chain beside its blocks, as far as it was read.
struct ChainClaims: Sendable {
    /// A member of the answer that says something.
    enum Member: String {
        case after, length
        case status = "forgechain"
    }

    /// Who answers; only nodes like this one say so.
    private(set) var status: JSONValue?
    /// Behind which of our blocks its blocks come.
    private var after: Int?
    /// How long its chain is.
    private var length: Int?

    /// Takes the value of a member; the last one counts.
    mutating func take(_ value: JSONValue, of member: Member) {
        switch member {
        case .status: status = value
        case .after: after = value.integer
        case .length: length = value.integer
        }
    }

    /// Behind which of our blocks its blocks come: one of those that it was told, or 0 for none.
    func fork(among locator: ChainLocator) throws(ChainError) -> Int {
        guard let after else { throw .noFork }
        guard after == 0 || locator.places.contains(where: { $0.height == after }) else {
            throw .wrongFork(height: after)
        }
        return after
    }

    /// How long its chain is when none of it came, which has to be since ours isn't shorter.
    func length(notAbove ours: Int) throws(ChainError) -> Int {
        guard let length, length >= 1 else { throw .noLength }
        guard length <= ours else { throw .withheld(length: length) }
        return length
    }
}
