internal import Chain
internal import Cryptography

/// Somebody in a story of a ledger, who signs with a key that is the same in each telling.
struct Person: Sendable {
    let name: String
    let address: Address
    private let keys: Ed25519.Keys

    /// - Parameter seedByte: every byte of the key's seed. Whoever reads this knows it: the money is worth nothing.
    init(_ name: String, seedByte: UInt8, _ ed25519: Ed25519) throws(StoryError) {
        self.name = name
        do throws(CryptographyError) {
            keys = try ed25519.keys(seed: [UInt8](repeating: seedByte, count: Ed25519.seedLength))
        } catch {
            throw .failed("\(error)")
        }
        guard let address = Address(publicKey: keys.publicKey) else {
            preconditionFailure("whoever has a seed has an address")
        }
        self.address = address
    }

    /// A payment that this person has signed for a network.
    ///
    /// - Parameter victim: in whose name it is; this person's own if nil.
    func pay(
        _ amount: Int, to recipient: Person, as victim: Person? = nil, nonce: Int, on network: LedgerNetwork
    ) throws(StoryError) -> SignedPayment {
        guard
            let payment = UnsignedPayment(
                sender: (victim ?? self).address, recipient: recipient.address, amount: amount, fee: Self.fee,
                nonce: nonce)
        else { preconditionFailure("the amounts of a story are in range") }
        do throws(CryptographyError) {
            return payment.signed(try keys.sign(payment.signingText(on: network.id).bytes))
        } catch {
            throw .failed("\(error)")
        }
    }

    /// What each payment of a story pays the maker of its block.
    private static let fee = 1
}

extension UnsignedPayment {
    fileprivate func signed(_ signature: [UInt8]) -> SignedPayment {
        guard let signed = SignedPayment(self, signature: signature) else {
            preconditionFailure("the signature is a key's, if of something else")
        }
        return signed
    }
}

extension SignedPayment {
    /// The payment with another nonce, under the signature that it had.
    func renumbered(_ nonce: Int) -> SignedPayment {
        guard
            let changed = UnsignedPayment(
                sender: payment.sender, recipient: payment.recipient, amount: payment.amount, fee: payment.fee,
                nonce: nonce)
        else { preconditionFailure("the amounts of a story are in range") }
        return changed.signed(signature)
    }
}
