public import Chain
public import Cryptography

/// A key that can sign: an address, and the seed that nobody else should have.
public struct Key {
    /// Who pays and is paid.
    public let address: Address
    /// Whoever has it can spend what the address has.
    public let seed: Secret
    private let ed25519: Ed25519

    /// The key of a seed of 32 bytes.
    public init(seed: Secret, _ ed25519: Ed25519) throws(KeyError) {
        address = try Self.address(of: seed, ed25519)
        (self.seed, self.ed25519) = (seed, ed25519)
    }

    /// Signs a payment, which has to be this key's, for one network.
    public func sign(_ payment: UnsignedPayment, on network: BlockHash) throws(KeyError) -> SignedPayment {
        precondition(payment.sender == address, "whoever pays signs")
        do throws(CryptographyError) {
            let signature = try ed25519.sign(payment.signingText(on: network).bytes, with: seed)
            guard let signed = SignedPayment(payment, signature: signature) else { throw .refused }
            return signed
        } catch {
            throw .refused(error)
        }
    }

    static func address(of seed: Secret, _ ed25519: Ed25519) throws(KeyError) -> Address {
        do throws(CryptographyError) {
            guard let address = Address(publicKey: try ed25519.publicKey(of: seed)) else { throw .refused }
            return address
        } catch {
            throw .refused(error)
        }
    }
}

// MARK: - Seeds as text

extension Secret {
    /// Reads the 64 hex digits of a seed, in either case; nil for anything else.
    public convenience init?(hexDigits: [UInt8]) {
        let digits = hexDigits.map { (UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0) ? $0 | 0x20 : $0 }
        guard digits.count == 2 * Ed25519.seedLength, var bytes = [UInt8](hexDigits: digits[...]) else { return nil }
        self.init(wiping: &bytes)
    }

    /// The bytes in hex digits, in ASCII; to be wiped.
    public var hexDigits: [UInt8] {
        withBytes { bytes in bytes.flatMap { [Self.digit($0 >> 4), Self.digit($0 & 0xF)] } }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
