public import Chain

/// For which network of the ledger each key signs: the one of its first payment.
///
/// A signature counts on its network alone, and a node says which that is. Without this a node of a worthless network
/// could name another, on which the same key has money, and take the payment there.
public struct SigningNetworks: Sendable {
    private let files: PrivateDirectory

    /// 64 hex digits and a line break.
    private static let fileBytes = 65

    /// A directory that need not be there yet, with a file for each address.
    public init(path: String) {
        files = PrivateDirectory(path: path)
    }

    /// The network that an address signs for; nil if it has signed for none.
    public func network(of address: Address) throws(KeyError) -> BlockHash? {
        let name = address.description
        return try files.contents(of: name, atMost: Self.fileBytes) { bytes throws(KeyError) in
            guard bytes.last == UInt8(ascii: "\n"), let network = BlockHash(hexDigits: bytes.dropLast()) else {
                throw .noNetwork(path: files.path(of: name))
            }
            return network
        }
    }

    /// Keeps the network that an address signs for, unless one is kept.
    ///
    /// - Returns: the one that is kept now.
    public func keep(_ network: BlockHash, for address: Address) throws(KeyError) -> BlockHash {
        _ = try files.add(Array("\(network)\n".utf8), as: address.description)
        guard let kept = try self.network(of: address) else {
            throw .noNetwork(path: files.path(of: address.description))
        }
        return kept
    }
}
