internal import Foundation
internal import Glibc

/// What CPython makes of JSON texts: a child that answers one text after the other.
final class Python {
    private let process = Process()
    private let questions = Pipe()
    private let answers = Pipe()

    init() throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("python.py")
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", script.path]
        process.standardInput = questions
        process.standardOutput = answers
        try process.run()
    }

    deinit {
        // At the end of its input it ends.
        try? questions.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// The canonical text of a value; nil if the text must be refused.
    func canonical(_ text: [UInt8]) throws -> [UInt8]? {
        try write(withUnsafeBytes(of: UInt32(text.count).littleEndian) { Array($0) } + text)
        let head = try read(5)
        let answer = try read(head[1...].reversed().reduce(0) { $0 << 8 | Int($1) })
        return head[0] == 1 ? answer : nil
    }

    private func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.write(questions.fileHandleForWriting.fileDescriptor, $0.baseAddress, $0.count)
            }
            rest = rest.dropFirst(try moved(count))
        }
    }

    private func read(_ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var start = 0
        while start < count {
            let more = bytes[start...].withUnsafeMutableBytes {
                Glibc.read(answers.fileHandleForReading.fileDescriptor, $0.baseAddress, $0.count)
            }
            start += try moved(more)
        }
        return bytes
    }

    /// How many bytes went through. libFuzzer looks at the clock by a signal, which interrupts calls of the system;
    /// Foundation takes that for an error.
    private func moved(_ count: Int) throws -> Int {
        if count < 0, errno == EINTR { return 0 }
        guard count > 0 else { throw Disagreement("python3 has ended") }
        return count
    }
}
