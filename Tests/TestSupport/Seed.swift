internal import Foundation

/// The seed of this run's random tests: fresh each time, or `FORGECHAIN_SEED`.
package enum Seed {
    package static let value: UInt64 = {
        let given = ProcessInfo.processInfo.environment["FORGECHAIN_SEED"].flatMap { UInt64($0) }
        let seed = given ?? UInt64.random(in: 0...UInt64(UInt32.max))
        print("Random tests: to repeat this run, set FORGECHAIN_SEED=\(seed)")
        return seed
    }()
}

/// How many rounds of a random test to run: all of them, or with `FORGECHAIN_QUICK` an eighth.
///
/// It is for before a commit. Whatever else the test looks at, it looks at in a quick run too.
package func rounds(_ count: Int) -> Int { isQuick ? (count + 7) / 8 : count }

private let isQuick = ProcessInfo.processInfo.environment["FORGECHAIN_QUICK"] != nil
