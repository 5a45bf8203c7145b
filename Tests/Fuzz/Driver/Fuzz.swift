internal import Foundation

// What libFuzzer calls. The program's options are libFuzzer's, which ignores those with two dashes:
//
//     forgechain-fuzz --target=NAME [libFuzzer's options] [folders or files]
//     forgechain-fuzz --target=NAME --seeds=FOLDER

/// The target that was asked for. libFuzzer calls from one thread, and passes on nothing but the input.
nonisolated(unsafe) private let target: any FuzzTarget = {
    let names = fuzzTargets.map { $0.name }
    guard let kind = fuzzTargets.first(where: { $0.name == option("target") }) else {
        fatalError("Give --target= one of \(names.joined(separator: ", ")).")
    }
    do {
        if let folder = option("seeds") {
            try write(try kind.seeds(), into: folder)
            exit(0)
        }
        return try kind.init()
    } catch {
        fatalError("The target \(kind.name) could not be made: \(error)")
    }
}()

/// Called once, before the first input.
@_cdecl("LLVMFuzzerInitialize")
func fuzzerInitialize(_ count: UnsafeMutableRawPointer?, _ arguments: UnsafeMutableRawPointer?) -> Int32 {
    _ = target
    return 0
}

/// Tries one input. libFuzzer sees the trap of a disagreement, and writes the input into a file.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzerTestOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    do {
        try target.run(Array(UnsafeBufferPointer(start: data, count: size)))
    } catch {
        fatalError("\(type(of: target).name): \(error)")
    }
    return 0
}

private func option(_ name: String) -> String? {
    CommandLine.arguments.first { $0.hasPrefix("--\(name)=") }.map { String($0.dropFirst(name.count + 3)) }
}

private func write(_ seeds: [[UInt8]], into folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (number, seed) in seeds.enumerated() {
        try Data(seed).write(to: URL(filePath: "\(folder)/seed-\(number)"))
    }
}
