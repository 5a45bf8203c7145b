internal import Foundation

/// Seeds that run in a separate process.
struct Batch {
    let seeds: Range<UInt64>
    let networks: Networks

    /// The result of a batch.
    struct Result {
        var tally = Tally()
        var digests: [UInt64: String] = [:]
    }

    /// Parts of about equal size, one per process.
    static func split(_ seeds: Range<UInt64>, of networks: Networks, into count: Int) -> [Batch] {
        let parts = UInt64(min(count, seeds.count))
        return (0..<parts).map { part in
            let size = UInt64(seeds.count)
            return Batch(
                seeds: seeds.lowerBound + size * part / parts..<seeds.lowerBound + size * (part + 1) / parts,
                networks: networks)
        }
    }

    /// Runs all batches at once, and prints what they say about failed seeds.
    static func run(_ batches: [Batch]) throws -> [Result] {
        let processes = try batches.map { batch in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            process.arguments = [
                "--as-worker", "--from", "\(batch.seeds.lowerBound)", "--seeds", "\(batch.seeds.count)",
                "--networks", batch.networks.rawValue,
            ]
            let pipe = Pipe()
            process.standardOutput = pipe
            try process.run()
            return (process, pipe)
        }
        return try zip(batches, processes).map { batch, running in
            let data = running.1.fileHandleForReading.readDataToEndOfFile()
            running.0.waitUntilExit()
            guard running.0.terminationStatus == 0 else { throw BatchError(seeds: batch.seeds, output: data) }
            return read(data)
        }
    }

    private static func read(_ data: Data) -> Result {
        var result = Result()
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
            let words = line.split(separator: " ", maxSplits: 3)
            if words.count == 4, words[0] == prefix, let seed = UInt64(words[1]),
                let tally = try? JSONDecoder().decode(Tally.self, from: Data(words[3].utf8))
            {
                result.tally += tally
                result.digests[seed] = String(words[2])
            } else if !line.isEmpty {
                Swift.print(line)
            }
        }
        return result
    }

    private static let prefix = "=="

    /// Prints what ``run(_:)`` reads.
    static func print(_ run: Run) {
        guard let tally = try? JSONEncoder().encode(run.tally) else { preconditionFailure("numbers are JSON") }
        let line =
            "\(prefix) \(run.plan.seed) \(String(run.digest, radix: 16)) \(String(decoding: tally, as: UTF8.self))"
        let text = (run.report.map { $0 + "\n" } ?? "") + line + "\n"
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}

/// A process ended before finishing its seeds.
struct BatchError: Error, CustomStringConvertible {
    let seeds: Range<UInt64>
    let output: Data

    var description: String {
        let done = String(decoding: output, as: UTF8.self).split(separator: "\n").count { $0.hasPrefix("== ") }
        return "A process stopped in the middle of seed \(seeds.lowerBound + UInt64(done))."
    }
}
