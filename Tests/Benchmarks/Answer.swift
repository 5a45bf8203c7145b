internal import Chain
internal import Foundation
internal import Glibc
internal import Node

/// The length of a chain that an answer brings, validated as a node does it: on all processors.
func validatedLength(
    of pieces: some Sequence<[UInt8]>, _ rules: Rules, _ queues: ValidationQueues
) async throws -> Int {
    let validation = ChainValidation(
        beyond: Blockchain(rules: rules), maximumBytes: ChainReader.maximumBytes,
        budget: AnswerBudget(blockBytes: 2 * ChainReader.maximumBytes), queues: queues)
    for piece in pieces {
        guard await validation.read(piece) else { break }
    }
    return try await validation.finish().get().length
}

/// A file, piece by piece.
struct Pieces: Sequence, IteratorProtocol {
    /// About as much as a node has received each time it checks.
    private static let bytes = 256 * 1024

    private let file: FileHandle

    init(of path: String) throws {
        file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    }

    func next() -> [UInt8]? {
        // Not through `Data`, which takes memory too.
        let piece = [UInt8](unsafeUninitializedCapacity: Self.bytes) { buffer, count in
            count = Swift.max(Glibc.read(file.fileDescriptor, buffer.baseAddress, Self.bytes), 0)
        }
        return piece.isEmpty ? nil : piece
    }
}
