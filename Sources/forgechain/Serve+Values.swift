internal import ArgumentParser
internal import Chain
internal import HTTP
internal import Keys
internal import Logging
internal import Node
internal import Service
internal import Storage
internal import Wording

/// What the values of flags mean, and which are refused.
extension Serve {
    /// The name appears in the single line that announces the node.
    func isName(_ text: String) -> Bool {
        let isPrintable = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) }
        return isPrintable && !text.isEmpty && text != "0" && text.utf8.count <= 256
    }

    func check(hostName name: String) throws {
        let isName = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || "-._".utf8.contains(byte)
        }
        guard isName, !name.isEmpty, name.utf8.count <= 253 else {
            throw ValidationError(
                "--allow-host is \"\(name)\", but has to be a name without a port, such as node.example.org.")
        }
    }

    func parsedCheckpoints() throws -> [Checkpoint] {
        var checkpoints: [Checkpoint] = []
        for text in self.checkpoints {
            guard let checkpoint = Checkpoint(text) else {
                throw ValidationError(
                    "--checkpoint is \"\(text.prefix(100))\", but has to be a block's index and its hash, 64 "
                        + "lower-case hex digits, such as 120-0000c49b...: GET /blocks/120 has both.")
            }
            if let other = checkpoints.first(where: { $0.height == checkpoint.height }), other != checkpoint {
                throw ValidationError("--checkpoint names two blocks \(checkpoint.height); no chain has both.")
            }
            checkpoints.append(checkpoint)
        }
        return checkpoints
    }

    func ranges(_ texts: [String], of flag: String) throws -> [AddressRange] {
        do throws(AddressRangeError) {
            var ranges: [AddressRange] = []
            for text in texts.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
                ranges.append(try AddressRange(String(text)))
            }
            return ranges
        } catch {
            throw ValidationError("\(flag): \(error)")
        }
    }

    func origins() throws -> [WebOrigin] {
        do throws(WebOriginError) {
            var origins: [WebOrigin] = []
            for text in allowOrigin { origins.append(try WebOrigin(text)) }
            return origins
        } catch {
            throw ValidationError("--allow-origin: \(error)")
        }
    }

    func address(_ text: String) throws -> PeerAddress {
        do {
            return try PeerAddress(text)
        } catch {
            throw ValidationError("--peer: \(error)")
        }
    }

    func directory() throws -> String {
        try DataDirectoryOptions.path(
            dataDir: dataDir, port: port, advice: "say where to keep things with --data-dir, or use --ephemeral")
    }

    // MARK: A ledger's

    /// Who is paid: an address, or a key's.
    func paid(_ text: String) throws -> Address {
        // A node that is given an address needs no keys, and no place for them.
        if let address = Address(hexDigits: Array(text.utf8)[...]) { return address }
        do {
            return try UserKeys().address(of: text)
        } catch let error as KeyError {
            throw ValidationError(Phrase.payToUnknown.text(["problem": error.statement.text(.ofUser)]))
        }
    }

    /// The network that --genesis names; nil for the one that is kept, or else the practice network.
    ///
    /// A node that is named need not answer once the directory has its network.
    func joined(in directory: String?, _ logger: Logger) throws -> LedgerNetwork? {
        guard let source = try network.source() else { return nil }
        do {
            let network = try source.network()
            if case .node(let origin) = source {
                logger.notice(
                    """
                    this ledger's network is \(network.id), as \(origin.url) has it: compare that with what people \
                    whom you trust have
                    """)
            }
            return network
        } catch let error as GenesisSource.UnreachableNode {
            guard let kept = try directory.flatMap({ try ChainStore.keptNetwork(in: $0) }) else { throw error }
            logger.warning(
                "no node answers at \(error.origin.url), so the network is the one that is kept, \(kept.id)")
            return nil
        }
    }
}
