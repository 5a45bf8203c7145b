internal import Chain
internal import Wording

/// A file with the first block of a ledger's network.
enum GenesisFile {
    /// A block of a ledger isn't longer.
    private static let maximumBytes = LedgerBlock.maximumLength

    /// Reads the network; throws one sentence about what is wrong.
    static func read(_ path: String) throws(SmallFileError) -> LedgerNetwork {
        let bytes = try SmallFile.contents(of: path, atMost: maximumBytes)
        guard bytes.count <= maximumBytes else {
            throw SmallFileError(Phrase.noFirstBlockTooLong.text(["limit": "\(maximumBytes)", "path": path]))
        }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONDocument(parsing: bytes).root
        } catch {
            throw SmallFileError(
                Phrase.noFirstBlockJSON.text(["path": path, "problem": error.statement.text(.ofUser)]))
        }
        do throws(LedgerFault) {
            return try LedgerNetwork(genesis: value)
        } catch {
            throw SmallFileError(Phrase.noFirstBlock.text(["path": path, "problem": error.statement.text(.ofUser)]))
        }
    }
}
