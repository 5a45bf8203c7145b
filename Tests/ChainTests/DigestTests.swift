import CSHA256
import TestSupport
import Testing

@testable import Chain

/// SHA-256 as each compressor of this processor computes it, and as `Digest` does.
@Suite struct `The digest of a text` {
    /// One way to hash.
    struct Way: CustomTestStringConvertible, Sendable {
        /// A compressor's index in the C table; nil is the chosen one.
        let index: Int?

        /// The ways for which this processor has instructions.
        static var all: [Way] {
            let indices = (0..<sha256_compressor_count()).filter {
                sha256_compressor_is_supported(sha256_compressor_at($0))
            }
            return [Way(index: nil)] + indices.map { Way(index: $0) }
        }

        var testDescription: String {
            index.map { String(cString: sha256_compressor_name(sha256_compressor_at($0))) } ?? "the chosen one"
        }

        /// The hex digits of a digest.
        func hash(_ text: some Collection<UInt8>) -> String {
            let bytes = Array(text)
            guard let index else { return BlockHash(of: bytes.span.bytes).description }
            let words = bytes.withUnsafeBufferPointer {
                sha256_hash_with(sha256_compressor_at(index), $0.baseAddress, $0.count).words
            }
            return Self.hexDigits(words)
        }

        /// The digest of bytes at their original address.
        func hash(at bytes: UnsafeBufferPointer<UInt8>) -> String {
            let words =
                index.map { sha256_hash_with(sha256_compressor_at($0), bytes.baseAddress, bytes.count).words }
                ?? sha256_hash(bytes.baseAddress, bytes.count).words
            return Self.hexDigits(words)
        }

        /// The hex digits of two digests that are computed beside each other.
        func hash(at first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>) -> (String, String) {
            let (a, b) = (first.baseAddress, second.baseAddress)
            let digests =
                index.map { sha256_hash_pair_with(sha256_compressor_at($0), a, first.count, b, second.count) }
                ?? sha256_hash_pair(a, first.count, b, second.count)
            return (Self.hexDigits(digests.first.words), Self.hexDigits(digests.second.words))
        }

        private static func hexDigits(_ words: (UInt64, UInt64, UInt64, UInt64)) -> String {
            [words.0, words.1, words.2, words.3].map { word in
                let digits = String(word, radix: 16)
                return String(repeating: "0", count: 16 - digits.count) + digits
            }.joined()
        }
    }

    @Test func `each supported compressor passes its self-check, and the first of them is chosen`() {
        let supported = (0..<sha256_compressor_count()).map { sha256_compressor_at($0) }
            .filter { sha256_compressor_is_supported($0) }
        #expect(supported.allSatisfy { sha256_compressor_is_correct($0) })
        #expect(sha256_chosen_compressor() == supported.first)
        #expect(Way.all.last?.testDescription == "portable")
    }

    /// The examples of FIPS 180-4 and of NIST's Cryptographic Algorithm Validation Program.
    static let vectors: [(text: [UInt8], digest: String)] = [
        ([], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (Array("abc".utf8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            (0..<14).flatMap { first in (0..<8).map { UInt8(ascii: "a") + first + $0 } },
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
        ([0xd3], "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1"),
        ([0x11, 0xaf], "5ca7133fa735326081558ac312c620eeca9970d1e70a4b95533d956f072d1f98"),
        ([0xb4, 0x19, 0x0e], "dff2e73091f6c05e528896c4c831b9448653dc2ff043528f6769437bc7b975c2"),
        ([0xc9, 0x8c, 0x8e, 0x55], "7abc22c0ae5af26ce93dbb94433a0e0b2e119d014f8e7f65bd56c61ccccd9504"),
        (
            Array(repeating: UInt8(ascii: "a"), count: 1_000_000),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        ),
    ]

    @Test(arguments: Way.all) func `NIST's vectors come out, the million letters too`(way: Way) {
        for (text, digest) in Self.vectors {
            #expect(way.hash(text) == digest, "\(text.count) bytes")
        }
    }

    @Test(arguments: Way.all)
    func `CPython agrees on texts of every length up to 1,024, and of some MiB`(way: Way) throws {
        let cases = try Oracle.cases("digests", "\(Seed.value)", "1025")
        try #require(cases.count == 1025 + 3)
        for fields in cases {
            let length = try #require(Int(String(decoding: fields[0], as: UTF8.self)))
            let bytes = Oracle.bytes(fields[1])
            var text: [UInt8] = []
            text.reserveCapacity(length + bytes.count)
            while text.count < length {
                text += bytes
            }
            text.removeLast(text.count - length)
            #expect(way.hash(text) == String(decoding: fields[2], as: UTF8.self), "\(length) bytes")
        }
    }

    @Test(arguments: Way.all) func `a text may lie at any address`(way: Way) {
        var generator = SeededGenerator(seed: Seed.value)
        let bytes = (0..<400).map { _ in UInt8.random(in: 0...255, using: &generator) }
        for offset in 0..<64 {
            for length in [0, 1, 55, 56, 63, 64, 65, 119, 128, 300] {
                let expected = way.hash(bytes[offset..<offset + length])
                let found = bytes.withUnsafeBufferPointer { all in
                    way.hash(at: UnsafeBufferPointer(rebasing: all[offset..<offset + length]))
                }
                #expect(found == expected, "\(length) bytes at \(offset)")
            }
        }
    }

    @Test(arguments: Way.all) func `NIST's vectors come out beside each other too, each beside each`(way: Way) {
        for (text, digest) in Self.vectors {
            for (other, otherDigest) in Self.vectors where max(text.count, other.count) < 1_000 || text == other {
                let found = text.withUnsafeBufferPointer { text in
                    other.withUnsafeBufferPointer { way.hash(at: text, $0) }
                }
                #expect(found == (digest, otherDigest), "\(text.count) bytes beside \(other.count)")
            }
        }
    }

    @Test(arguments: Way.all) func `two beside each other have the digests of each alone, whatever their lengths`(
        way: Way
    ) {
        var generator = SeededGenerator(seed: Seed.value)
        let bytes = (0..<600).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let alone = (0...260).map { way.hash(bytes[(7 * $0 % 100)...].prefix($0)) }
        bytes.withUnsafeBufferPointer { all in
            func text(_ length: Int) -> UnsafeBufferPointer<UInt8> {
                UnsafeBufferPointer(rebasing: all[(7 * length % 100)...].prefix(length))
            }
            for first in alone.indices {
                for second in alone.indices {
                    let found = way.hash(at: text(first), text(second))
                    if found != (alone[first], alone[second]) {
                        Issue.record("\(first) bytes beside \(second), seed \(Seed.value)")
                    }
                }
            }
        }
    }

    /// Under the thread sanitizer this would reveal a race in the choice, if it were the process's first use.
    @Test func `many threads may hash at once`() async {
        let digests = await withTaskGroup(of: BlockHash.self) { group in
            for _ in 0..<64 {
                group.addTask { BlockHash(of: Array("abc".utf8).span.bytes) }
            }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(digests.map(\.description) == [Self.vectors[1].digest])
    }
}
