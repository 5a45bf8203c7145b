public import Cryptography
internal import Wording

/// A payment and its sender's signature, as it stands in a block.
///
/// Whether the signature holds is asked apart, since that takes longer than all else: of each payment once, on any
/// thread.
public struct SignedPayment: Hashable, Sendable {
    /// What is paid.
    public let payment: UnsignedPayment
    /// The 64 bytes of the signature.
    public let signature: [UInt8]
    /// The text in a block, of which the id is made.
    public let text: CanonicalText
    /// Names the payment: the SHA-256 of its text.
    public let id: Digest

    private static let keys = ["amount", "fee", "nonce", "recipient", "sender", "signature"]

    /// Reads a payment and checks all that needs neither a chain nor the signature's mathematics.
    public init(_ value: JSONValue) throws(LedgerFault) {
        guard value.hasExactly(Self.keys) || value.hasExactly(Self.keys + ["memo"]) else {
            throw LedgerFault(
                .transaction, .paymentKeys, ["keys": .text(Self.keys.joined(separator: ", "))],
                found: value.shown)
        }
        payment = try UnsignedPayment(value)
        signature = try Self.signature(of: value)
        text = value.canonicalText
        id = Digest(of: text.bytes)
    }

    /// Puts a payment and its signature together; nil unless that has 64 bytes of which the first half may be one's.
    public init?(_ payment: UnsignedPayment, signature: [UInt8]) {
        guard Self.mayBeSignature(signature) else { return nil }
        (self.payment, self.signature) = (payment, signature)
        text = payment.text(signature: signature)
        id = Digest(of: text.bytes)
    }

    private static func signature(of value: JSONValue) throws(LedgerFault) -> [UInt8] {
        guard let signature = value["signature"]?.characters.flatMap(Self.signature), mayBeSignature(signature)
        else {
            throw LedgerFault(
                .signature,
                .paymentSignatureMalformed,
                found: value["signature"]?.shown)
        }
        return signature
    }

    /// Reads 128 lower-case hex digits, in halves of a digest's length; nil for anything else.
    private static func signature(hexDigits: ArraySlice<UInt8>) -> [UInt8]? {
        guard let commitment = Digest(hexDigits: hexDigits.prefix(64)),
            let rest = Digest(hexDigits: hexDigits.dropFirst(64))
        else { return nil }
        return commitment.bytes + rest.bytes
    }

    private static func mayBeSignature(_ bytes: [UInt8]) -> Bool {
        bytes.count == Ed25519.signatureLength && PointEncoding.isAccepted(bytes.prefix(Address.byteCount))
    }

    /// Whether the sender signed this for a network. Takes some 50 µs.
    public func isSigned(on network: BlockHash, by ed25519: Ed25519) -> Bool {
        ed25519.isValid(
            signature, of: payment.signingText(on: network).bytes, by: payment.sender.publicKey)
    }

    /// That the signature does not hold.
    var unsigned: LedgerFault {
        LedgerFault(
            .signature,
            .paymentSignatureWrong,
            expected: "a signature of \(payment.sender)", found: signature.hexText)
    }

    /// Payments with equal ids are equal: nobody knows two texts with one SHA-256.
    public static func == (left: SignedPayment, right: SignedPayment) -> Bool { left.id == right.id }

    /// Hashes the id.
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
