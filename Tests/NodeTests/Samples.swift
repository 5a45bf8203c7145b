internal import Chain
internal import HTTP
internal import Node
internal import Records
internal import Storage
internal import Testing
internal import Wording

extension PeerAddress {
    /// One of some peers.
    static func peer(_ number: Int) throws -> PeerAddress { try PeerAddress("peer\(number):5000") }

    /// The address to which the host of one of those peers leads, from which its messages come too.
    var resolvedHost: String { host.hasPrefix("peer") ? "10.0.0.\(host.dropFirst("peer".count))" : host }
}

extension Node {
    /// The result of a round, for a task that isn't cancelled.
    func resolved() async throws -> Resolution { try #require(await resolveConflicts()) }
}

/// The result of an audit of a directory.
func audited(_ directory: String) throws -> (summary: Audit.Summary, findings: [String]) {
    var findings: [String] = []
    let summary = try Audit.run(
        directory: directory, isPeer: { (try? PeerAddress($0)) != nil }, finding: { findings.append($0.description) },
        progress: { _ in })
    return (summary, findings)
}
