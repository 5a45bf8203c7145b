internal import Foundation

/// CPython, queried through the scripts in the folder `Oracle`, and those of the ledger in `Tests/Ledger`.
enum Oracle {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The script's output: for each line, the fields between its spaces.
    ///
    /// A missing python3 is a failure, not a reason to skip: without it nothing confirms the hashes.
    static func cases(_ arguments: String..., from script: String = "Oracle/canonical_cases.py") throws -> [[ArraySlice<
        UInt8
    >]] {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent(script)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", script.path] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = [UInt8](output.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw Failure(description: "python3 \(script.path) ended with \(process.terminationStatus)")
        }
        return bytes.split(separator: UInt8(ascii: "\n")).map {
            $0.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        }
    }

    static let refused = Array("refused".utf8)

    /// The bytes encoded by hex digits.
    static func bytes(_ hex: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hex.count / 2)
        var high: UInt8?
        for digit in hex {
            let isLetter = digit >= UInt8(ascii: "a")
            let value = isLetter ? digit - UInt8(ascii: "a") + 10 : digit - UInt8(ascii: "0")
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return bytes
    }
}
