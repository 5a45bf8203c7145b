internal import API
internal import ArgumentParser
internal import HTTP
internal import NodeClient
internal import Terminal
internal import Wording

/// The peers of a node.
struct Peers: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List a node's peers; add some, or remove some.",
        discussion: """
            What is added or removed comes first; the list follows. With --json each of these answers is a line.

            \(Examples.peers)

            \(ExitStatus.hint)
            """)

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Peers to make known to the node, as http://host:port or host:port.", valueName: "address"))
    var add: [String] = []

    @Option(
        parsing: .upToNextOption, help: ArgumentHelp("Peers that the node is to forget.", valueName: "address"))
    var remove: [String] = []

    @OptionGroup var asking: Asking

    func validate() throws {
        _ = try addresses(add, "--add")
        _ = try addresses(remove, "--remove")
    }

    private func addresses(_ texts: [String], _ option: String) throws -> [Origin] {
        do throws(OriginError) {
            var addresses: [Origin] = []
            for text in texts { addresses.append(try Origin(text)) }
            return addresses
        } catch {
            throw ValidationError("\(option): \(error.statement.text(.ofUser))")
        }
    }

    func run() throws {
        let (added, removed) = (try addresses(add, "--add"), try addresses(remove, "--remove"))
        let (printer, json) = (Printer(), asking.json)
        let peers = try asking.run { node throws(NodeError) in
            if !added.isEmpty {
                let answer = try await node.addPeers(added)
                if json { printer.write(answer.bytes) } else { Self.print(.peersAdded, added, on: printer) }
            }
            for address in removed {
                let answer = try await node.removePeer(address)
                if json { printer.write(answer.bytes) } else { Self.print(.peerRemoved, [address], on: printer) }
            }
            return try await node.peers()
        }
        if json { printer.write(peers.bytes) } else { Self.print(peers.value.peers, on: printer) }
        try printer.finish()
    }

    private static func print(_ done: Phrase, _ addresses: [Origin], on printer: Printer) {
        var line = Line("\(done.text()): ")
        line.add(addresses.map(\.description).joined(separator: ", "), .strong)
        printer.print(line)
    }

    private static func print(_ peers: [PeerInfo], on printer: Printer) {
        guard !peers.isEmpty else {
            printer.print(Line(Phrase.noPeers.text()))
            return
        }
        let width = peers.reduce(max(Phrase.columnAddress.text().visible.columns, 7)) {
            max($0, $1.address.visible.columns)
        }
        var head = Line()
        head.add(Phrase.columnAddress.text(), .faint, columns: width + 2)
        head.add(Phrase.columnState.text(), .faint, columns: 15)
        head.add(Phrase.columnBlocks.text(), .faint, columns: 8, isNumber: true)
        head.add("  ")
        head.add(Phrase.columnLastSeen.text(), .faint, columns: 21)
        head.add(Phrase.columnVersion.text(), .faint)
        printer.print(head)
        for peer in peers {
            var line = Line()
            line.add(peer.address, .strong, columns: width + 2)
            line.add(peer.state.map(PeerPhrases.state) ?? "?", style(of: peer.state), columns: 15)
            line.add(peer.length.map(String.init) ?? "?", columns: 8, isNumber: true)
            line.add("  ")
            line.add(peer.lastSeen == nil ? Phrase.never.text() : Phrases.moment(peer.lastSeen), columns: 21)
            line.add(
                [peer.version, peer.gossips == true ? Phrase.gossips.text() : nil].compactMap(\.self).joined(
                    separator: ", "))
            if let fault = PeerPhrases.fault(peer) { line.add("  \(fault)", .bad) }
            printer.print(line)
        }
    }

    private static func style(of state: String?) -> Style {
        switch state {
        case "up": .good
        case "down", "other network": .bad
        default: .plain
        }
    }
}

/// How a peer's state is worded.
enum PeerPhrases {
    /// A state; of a newer node's word, the word.
    static func state(_ state: String) -> String {
        switch state {
        case "up": Phrase.stateUp.text()
        case "down": Phrase.stateDown.text()
        case "unknown": Phrase.stateUnknown.text()
        case "other network": Phrase.stateOtherNetwork.text()
        case "this node": Phrase.stateThisNode.text()
        default: state
        }
    }

    /// The reason for the last failure.
    static func fault(_ peer: PeerInfo) -> String? { peer.statement?.text(.ofUser) ?? peer.fault }
}
