/// Empties a data directory, so that the next node begins anew there.
public enum Reset {
    /// Removes what a node keeps: chain, accepted transactions, histories, peers and settings. Other files stay, of
    /// which the key of a ledger's node is one. No node may be running on it.
    ///
    /// - Returns: whether there was anything.
    public static func run(directory path: String) throws(OpenError) -> Bool {
        guard ChainStore.isKept(in: path) else { return false }
        let directory = try DataDirectory(path)
        defer { directory.unlock() }
        try directory.removeDatabase()
        return true
    }
}
