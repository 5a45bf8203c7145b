internal import HTTP

/// How often nodes that aren't peers make this one connect to them, by what they announce.
///
/// Anyone can send an announcement, and the node then looks at the port of the sender's address that it names. So it
/// could be made to knock at doors in somebody else's name.
///
/// Times are seconds of this node's uptime.
struct SpeakerLimits: Sendable {
    /// For how long a contact counts.
    static let seconds = 60

    private struct Account {
        let startSecond: Int
        var contacts = 0
        var ports: Set<UInt16> = []
    }

    private var accounts: [String: Account] = [:]
    private let limits: PeerLimits

    init(_ limits: PeerLimits = PeerLimits()) {
        self.limits = limits
    }

    /// Whether to connect to a port because a speaker names it.
    func allow(_ port: UInt16, of speaker: String, at uptimeSeconds: Int) -> Bool {
        let account = account(of: speaker, at: uptimeSeconds) ?? Account(startSecond: uptimeSeconds)
        return account.contacts < limits.strangerContacts
            && (account.ports.contains(port) || account.ports.count < limits.strangerPorts)
    }

    /// A contact begins.
    mutating func note(_ port: UInt16, of speaker: String, at uptimeSeconds: Int) {
        var account = account(of: speaker, at: uptimeSeconds) ?? Account(startSecond: uptimeSeconds)
        account.contacts += 1
        account.ports.insert(port)
        accounts[Self.key(speaker)] = account
        guard accounts.count > limits.strangers else { return }
        let oldest = accounts.min { ($0.value.startSecond, $0.key) < ($1.value.startSecond, $1.key) }
        if let oldest { accounts[oldest.key] = nil }
    }

    /// A contact has brought something, so it does not count.
    mutating func giveBack(of speaker: String) {
        let key = Self.key(speaker)
        guard let contacts = accounts[key]?.contacts, contacts > 0 else { return }
        accounts[key]?.contacts -= 1
    }

    private func account(of speaker: String, at uptimeSeconds: Int) -> Account? {
        accounts[Self.key(speaker)].flatMap { uptimeSeconds < $0.startSecond + Self.seconds ? $0 : nil }
    }

    /// Every subscriber of IPv6 has 64 bits of addresses (RFC 6177).
    private static func key(_ speaker: String) -> String {
        guard let address = IPAddress(speaker) else { return speaker }
        return address.isIPv4 ? "\(address)" : "\(address.prefix(bits: 64))"
    }
}
