internal import Foundation

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
        let length = withUnsafeBytes(of: UInt32(text.count).littleEndian) { Data($0) }
        try questions.fileHandleForWriting.write(contentsOf: length + text)
        let head = [UInt8](try read(5))
        let count = head[1...].reversed().reduce(0) { $0 << 8 | Int($1) }
        let answer = count == 0 ? [] : [UInt8](try read(count))
        return head[0] == 1 ? answer : nil
    }

    private func read(_ count: Int) throws -> Data {
        var data = Data()
        while data.count < count {
            guard let more = try answers.fileHandleForReading.read(upToCount: count - data.count), !more.isEmpty else {
                throw Disagreement("python3 has ended")
            }
            data += more
        }
        return data
    }
}
