internal import TestSupport
internal import Testing

@testable import Mining

@Suite("The choice of the fastest kernel")
struct FastestKernelTests {
    @Test func `one of the usable kernels is the fastest, always the same one`() {
        #expect(Kernel.usable.contains(.fastest))
        #expect(Kernel.fastest == .fastest)
    }

    @Test func `the one with the shortest trial is taken, wherever it stands`() {
        for fastest in Kernel.usable {
            let choice = Kernel.fastest(of: Kernel.usable) { .milliseconds($0 == fastest ? 1 : 2) }
            #expect(choice == fastest)
        }
    }

    @Test func `an interrupted trial doesn't decide`() {
        for fastest in Kernel.usable {
            for interrupted in 0..<Kernel.heatCount + 10 {
                var trials: [Kernel: Int] = [:]
                let choice = Kernel.fastest(of: Kernel.usable) { kernel in
                    defer { trials[kernel, default: 0] += 1 }
                    if kernel != fastest { return .milliseconds(2) }
                    return trials[kernel, default: 0] == interrupted ? .seconds(1) : .milliseconds(1)
                }
                #expect(choice == fastest)
            }
        }
    }

    @Test func `a slow moment of the processor doesn't decide, however long it lasts`() {
        for fastest in Kernel.usable {
            for start in 0..<40 {
                var count = 0
                let choice = Kernel.fastest(of: Kernel.usable) { kernel in
                    defer { count += 1 }
                    let slowness = (start..<start + 15).contains(count) ? 2 : 1
                    return .microseconds((kernel == fastest ? 70 : 80) * slowness)
                }
                #expect(choice == fastest)
            }
        }
    }

    @Test func `noise as large as the difference doesn't decide`() {
        for seed in 0..<200 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let choice = Kernel.fastest(of: Kernel.usable) { kernel in
                .microseconds((kernel == Kernel.usable[0] ? 70 : 84) + Int.random(in: 0...14, using: &random))
            }
            #expect(choice == Kernel.usable[0])
        }
    }

    /// As beside a neighbour that uses the same part of the processor as one kernel does.
    @Test func `what slows only the fastest for a while doesn't decide`() {
        for fastest in Kernel.usable {
            var count = 0
            let choice = Kernel.fastest(of: Kernel.usable) { kernel in
                defer { count += 1 }
                if kernel != fastest { return .microseconds(80) }
                return .microseconds(count < 12 * Kernel.usable.count ? 100 : 70)
            }
            #expect(choice == fastest)
        }
    }

    @Test func `those that are outclassed are tried only a few times, and equals not for ever`() {
        var trials: [Kernel: Int] = [:]
        _ = Kernel.fastest(of: Kernel.usable) { kernel in
            trials[kernel, default: 0] += 1
            return .milliseconds(kernel == Kernel.usable[0] ? 1 : 3)
        }
        #expect(trials[Kernel.usable[0]] == Kernel.heatCount)
        #expect(trials.values.allSatisfy { $0 == Kernel.heatCount })
        var count = 0
        _ = Kernel.fastest(of: Kernel.usable) { _ in
            count += 1
            return .milliseconds(1)
        }
        #expect(count <= (Kernel.heatCount + Kernel.maximumRounds) * Kernel.usable.count)
    }

    @Test func `one kernel needs no trial, and none has no fastest`() {
        for kernel in Kernel.usable {
            let choice = Kernel.fastest(of: [kernel]) { _ in
                Issue.record("tried")
                return .zero
            }
            #expect(choice == kernel)
        }
        #expect(Kernel.fastest(of: []) { _ in .zero } == nil)
    }
}
