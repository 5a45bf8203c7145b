internal import ArgumentParser
internal import Chain
internal import EventLoop
internal import Foundation
internal import Node

/// Validates a chain from an answer, on one core and on all that a node would use.
struct Validate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Validate an answer to GET /chain, and print how long that took as JSON.")

    @Option(help: "Hex zeros of its proofs.")
    var difficulty = 1

    @Option(help: "How often; the shortest time counts.")
    var rounds = 5

    @Argument(help: "The file with the answer.")
    var file: String

    private struct Figures: Encodable {
        let blocks: Int
        let bodyBytes: Int
        let oneCoreSeconds: Double
        let twoCoreSeconds: Double
        let peakBytes: Int
        let residentGrowthRatio: Double
    }

    func run() async throws {
        guard let difficulty = Difficulty(hexZeros: difficulty) else {
            throw ValidationError("--difficulty has to be 1 to 16.")
        }
        // As a node does.
        UnusedMemory.bound()
        let rules = Rules(difficulty: difficulty)
        let queues = ValidationQueues()
        // Before any of the file is stored, and before other rounds use memory.
        let before = try Self.peakBytes()
        let blocks = try await validatedLength(of: Pieces(of: file), rules, queues)
        let peak = try Self.peakBytes() - before

        let pieces = Array(try Pieces(of: file))
        let bodyBytes = pieces.reduce(0) { $0 + $1.count }
        var (one, two) = (Double.infinity, Double.infinity)
        for _ in 0..<rounds {
            one = min(one, try await seconds { _ = try onOneCore(pieces, rules) })
            two = min(two, try await seconds { _ = try await validatedLength(of: pieces, rules, queues) })
        }
        try report(
            Figures(
                blocks: blocks, bodyBytes: bodyBytes, oneCoreSeconds: one, twoCoreSeconds: two, peakBytes: peak,
                residentGrowthRatio: Double(peak) / Double(bodyBytes)))
    }

    private func seconds(_ action: () async throws -> Void) async throws -> Double {
        try await ContinuousClock().measure { try await action() }.seconds
    }

    private func onOneCore(_ pieces: some Sequence<[UInt8]>, _ rules: Rules) throws -> Int {
        var reader = ChainReader(rules: rules)
        for piece in pieces { try reader.read(piece) }
        return try reader.finish().length
    }

    /// The peak resident memory of this process. Not `getrusage`'s figure, which starts from the memory that the
    /// process had before it became this program.
    private static func peakBytes() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kibibytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) })
        else { throw ValidationError("/proc/self/status doesn't tell the peak of memory.") }
        return kibibytes * 1024
    }
}
