internal import ArgumentParser
internal import Chain
internal import Foundation
internal import Node

/// Validates a chain that somebody answered, on one core and on all that a node would use.
struct Validate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Validate an answer to GET /chain, and print how long that took as JSON.")

    @Option(help: "Hex zeros of its proofs.")
    var difficulty = 1

    @Option(help: "How often; the shortest time counts.")
    var rounds = 5

    @Argument(help: "The file with the answer.")
    var file: String

    /// About as much as a socket hands over at once.
    private static let pieceBytes = 64 * 1024

    private struct Figures: Encodable {
        let blocks: Int
        let body_bytes: Int
        let one_core_seconds: Double
        let two_core_seconds: Double
        let peak_bytes: Int
        let resident_growth_ratio: Double
    }

    func run() async throws {
        guard let difficulty = Difficulty(hexZeros: difficulty) else {
            throw ValidationError("--difficulty has to be 1 to 16.")
        }
        // The memory of the first round only: later ones find what it left.
        let before = Self.peakBytes()
        var blocks = 0
        let lanes = ValidationLanes()
        let (firstTwo, bytes) = try await time { blocks = try await validateOnTwoCores(difficulty, lanes) }
        let peak = Self.peakBytes() - before
        var (one, two) = (Double.infinity, firstTwo)
        for _ in 0..<rounds {
            one = min(one, try await time { blocks = try validateOnOneCore(difficulty) }.seconds)
            two = min(two, try await time { blocks = try await validateOnTwoCores(difficulty, lanes) }.seconds)
        }
        let figures = Figures(
            blocks: blocks, body_bytes: bytes, one_core_seconds: one, two_core_seconds: two, peak_bytes: peak,
            resident_growth_ratio: Double(peak) / Double(bytes))
        print(String(decoding: try JSONEncoder().encode(figures), as: UTF8.self))
    }

    private func time(_ action: () async throws -> Void) async throws -> (seconds: Double, bytes: Int) {
        let clock = ContinuousClock()
        let elapsed = try await clock.measure { try await action() }
        let bytes = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
        return (elapsed / .seconds(1), bytes)
    }

    private func validateOnOneCore(_ difficulty: Difficulty) throws -> Int {
        var reader = ChainReader(difficulty: difficulty)
        let input = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
        while let piece = try input.read(upToCount: Self.pieceBytes), !piece.isEmpty {
            try reader.read(Array(piece))
        }
        return try reader.finish().length
    }

    private func validateOnTwoCores(_ difficulty: Difficulty, _ lanes: ValidationLanes) async throws -> Int {
        let validation = ChainValidation(
            difficulty: difficulty, maximumBytes: ChainReader.maximumBytes,
            budget: ByteBudget(bytes: ChainReader.maximumBytes), lanes: lanes)
        let input = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
        while let piece = try input.read(upToCount: Self.pieceBytes), !piece.isEmpty {
            guard await validation.read(Array(piece)) else { break }
        }
        return try await validation.finish().get().length
    }

    /// The most memory this process has had resident so far.
    private static func peakBytes() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss * 1024
    }
}
