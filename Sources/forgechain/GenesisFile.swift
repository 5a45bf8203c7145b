internal import Chain

/// A file with the first block of a ledger's network.
enum GenesisFile {
    /// A block of a ledger isn't longer.
    private static let maximumBytes = LedgerBlock.maximumLength

    /// Reads the network; throws one sentence about what is wrong.
    static func read(_ path: String) throws(SmallFileError) -> LedgerNetwork {
        let bytes = try SmallFile.contents(of: path, atMost: maximumBytes)
        guard bytes.count <= maximumBytes else {
            throw SmallFileError("\(path) holds no first block: it has more than \(maximumBytes) bytes.")
        }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONDocument(parsing: bytes).root
        } catch {
            throw SmallFileError("\(path) holds no JSON: \(error).")
        }
        do throws(LedgerFault) {
            return try LedgerNetwork(genesis: value)
        } catch {
            throw SmallFileError("\(path) holds no first block of a ledger: \(error).")
        }
    }
}
