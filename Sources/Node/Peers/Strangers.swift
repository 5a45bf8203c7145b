internal import HTTP

/// What nodes that aren't peers make this one do, by what they announce.
///
/// Anyone can send an announcement, and the node then looks at the port of the sender's address that it names. So it
/// could be made to knock at doors in somebody else's name.
///
/// Times are seconds of this node's uptime.
struct Strangers: Sendable {
    /// For how long a contact counts.
    static let seconds = 60

    private struct Account {
        let startSecond: Int
        var contacts = 0
        var ports: Set<UInt16> = []
    }

    private var accounts: [String: Account] = [:]
    private let limits: PeerLimits

    /// Those that have sent messages recently, by their instances.
    private var known = RecentlySeen<String>(seconds: 300, maximumCount: 64)

    /// The earliest uptime at which one that isn't among these is news.
    private var nextNewsSecond = 0

    private let secondsBetweenNews: Int

    /// - Parameter secondsBetweenNews: the least time between two strangers that are news.
    init(_ limits: PeerLimits = PeerLimits(), secondsBetweenNews: Int) {
        self.limits = limits
        self.secondsBetweenNews = secondsBetweenNews
    }

    /// Whether to connect to a port because somebody at this address names it.
    func mayContact(_ port: UInt16, from host: String, now: Int) -> Bool {
        let account = account(of: host, at: now) ?? Account(startSecond: now)
        return account.contacts < limits.strangerContacts
            && (account.ports.contains(port) || account.ports.count < limits.strangerPorts)
    }

    /// Somebody at this address has caused a contact.
    mutating func noteContact(_ port: UInt16, from host: String, now: Int) {
        var account = account(of: host, at: now) ?? Account(startSecond: now)
        account.contacts += 1
        account.ports.insert(port)
        accounts[Self.key(host)] = account
        guard accounts.count > limits.strangers else { return }
        let oldest = accounts.min { ($0.value.startSecond, $0.key) < ($1.value.startSecond, $1.key) }
        if let oldest { accounts[oldest.key] = nil }
    }

    /// That contact has brought something, so it does not count.
    mutating func contactWasWorthIt(from host: String) {
        let key = Self.key(host)
        guard let contacts = accounts[key]?.contacts, contacts > 0 else { return }
        accounts[key]?.contacts -= 1
    }

    /// Whether it is news that an unknown node has sent a message, so that failed peers are retried: it may be one of
    /// them under another address. Some strangers keep sending and never become peers, so each is news once.
    mutating func isNews(_ instance: String, now: Int) -> Bool {
        guard now >= nextNewsSecond, !known.contains(instance, at: now) else { return false }
        known.insert(instance, at: now)
        nextNewsSecond = now + secondsBetweenNews
        return true
    }

    private func account(of host: String, at uptimeSeconds: Int) -> Account? {
        accounts[Self.key(host)].flatMap { uptimeSeconds < $0.startSecond + Self.seconds ? $0 : nil }
    }

    /// Every subscriber of IPv6 has 64 bits of addresses (RFC 6177).
    private static func key(_ host: String) -> String {
        guard let address = IPAddress(host) else { return host }
        return address.isIPv4 ? "\(address)" : "\(address.prefix(bits: 64))"
    }
}
