import Testing

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
            for interrupted in 0..<Kernel.trialCount {
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
