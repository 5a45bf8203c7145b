internal import Testing

@Suite("The house is tidy")
struct TidyTests {
    @Test func `no file breaks a rule`() throws {
        let violations = try SourceTree.sources().flatMap(Rules.violations)
        #expect(violations.isEmpty, "\(violations.map(\.description).joined(separator: "\n"))")
    }

    @Test func `the tree is read at all`() throws {
        let files = try SourceTree.sources()
        #expect(Set(files.filter(\.isSwift).map(\.target)) == Set(Rules.imports.keys))
        #expect(
            files.contains {
                $0.path == "Sources/EventLoop/EventLoop.swift" && $0.text.contains("event_base")
            })
        #expect(files.contains { $0.path.hasSuffix(".c") })
    }

    @Test(arguments: Rules.strictTargets)
    func `what touches libevent, libsodium or zlib is compiled with strict memory safety`(target: String) throws {
        #expect(Rules.isStrict(target, in: try SourceTree.manifest()))
    }
}

/// Each check must find what it looks for, and nothing else.
@Suite("The tidy test can fail")
struct TidyTestTests {
    private func violations(_ path: String, _ text: String) -> [String] {
        Rules.violations(in: SourceFile(path: path, text: text)).map(\.description)
    }

    @Test(arguments: [
        ("Chain", "import Foundation"), ("Chain", "internal import Glibc"), ("Chain", "import Dispatch"),
        ("Chain", "import Synchronization"), ("Chain", "public import EventLoop"),
        ("Node", "import CLibEvent"),
        ("Node", "    internal import Foundation"), ("Node", "@testable import CSHA256"),
        ("Node", "@preconcurrency internal import Foundation"), ("HTTP", "import Chain"),
        ("HTTP", "package import Node"), ("EventLoop", "import HTTP"),
        ("EventLoop", "import struct Foundation.Data"),
        ("Mining", "import Node"), ("Mining", "@_spi(Some) import EventLoop"), ("forgechain", "import Explorer"),
        ("forgechain", "import EventLoop"), ("Storage", "import Node"), ("forgechain", "import GRDB"),
    ])
    func `an import that is not allowed is found`(target: String, line: String) {
        #expect(violations("Sources/\(target)/A.swift", "let a = 1\n\(line)\n").count == 1)
    }

    @Test(arguments: [
        ("Chain", "internal import CSHA256"), ("Node", "public import Chain"),
        ("Node", "internal import Glibc"),
        ("HTTP", "internal import CLibEvent"), ("EventLoop", "public import Dispatch"),
        ("Mining", "internal import CSHA256"), ("forgechain", "public import ArgumentParser"),
        ("Node", "// An import Foundation in a comment is none."), ("Node", "let important = 1"),
    ])
    func `an import that is allowed is not`(target: String, line: String) {
        #expect(violations("Sources/\(target)/A.swift", line).isEmpty)
    }

    @Test func `a line's number is given`() {
        #expect(
            violations("Sources/Chain/A.swift", "\n\nimport Foundation\n")
                == ["Sources/Chain/A.swift:3: Chain may not import Foundation"])
    }

    @Test func `a file of more than 400 lines is found, one of 400 is not`() {
        let lines = String(repeating: "\n", count: 400)
        #expect(violations("Sources/Chain/A.swift", lines).isEmpty)
        #expect(violations("Sources/Chain/A.swift", lines + "\n").count == 1)
        #expect(violations("Sources/Chain/A.swift", lines + "x").count == 1)
        #expect(violations("Sources/CSHA256/a.c", lines + "\n").count == 1)
    }

    @Test func `a line of more than 120 columns is found, one of 120 is not`() {
        let line = "// " + String(repeating: "é", count: 117)
        #expect(violations("Sources/Chain/A.swift", line).isEmpty)
        #expect(violations("Sources/Chain/A.swift", line + "é").count == 1)
        #expect(violations("Sources/CSHA256/a.c", "\n" + line + "é\n").count == 1)
    }

    @Test(arguments: ["PeerManager", "Helpers", "StringUtil", "Utilities"])
    func `a name that says nothing is found`(name: String) {
        #expect(violations("Sources/Node/\(name).swift", "").count == 1)
        #expect(violations("Sources/Node/Peers/\(name).swift", "").count == 1)
        #expect(violations("Sources/Node/\(name)/Peers.swift", "").isEmpty)
    }

    @Test(arguments: [
        "struct A: @unchecked Sendable {}", "nonisolated(unsafe) var a = 1", "nonisolated (unsafe) let a = 1",
    ])
    func `opting out of isolation checking is found where it is not allowed`(line: String) {
        for target in ["Chain", "Node", "forgechain"] {
            #expect(violations("Sources/\(target)/A.swift", line).count == 1)
        }
        for target in ["EventLoop", "HTTP", "Mining"] {
            #expect(violations("Sources/\(target)/A.swift", line).isEmpty)
        }
    }

    @Test(arguments: ["try! run()", "let a = b as! C", "return (try! run())"])
    func `forcing is found everywhere`(line: String) {
        for target in Rules.imports.keys {
            #expect(violations("Sources/\(target)/A.swift", line).count == 1)
        }
    }

    @Test(arguments: ["try? run()", "let a = b as? C", "retry!", "has!"])
    func `what only looks like forcing is not`(line: String) {
        #expect(violations("Sources/Node/A.swift", line).isEmpty)
    }

    @Test(arguments: ["if rules.set == .article {", "case .tutorial:", "RuleSet.tutorial.name"])
    func `a set of rules that is asked for by its name is found`(line: String) {
        #expect(violations("Sources/Chain/A.swift", line).count == 1)
        #expect(violations("Sources/Chain/RuleSet.swift", line).isEmpty)
        #expect(violations("Sources/Chain/A.swift", "rules.articles.first // an article").isEmpty)
    }

    @Test(arguments: [
        "let a = evhttp_new(base)", "event_base", "let b = unsafe evbuffer_add(a)", "// see bufferevent_setcb",
    ])
    func `libevent's names are found outside its targets`(line: String) {
        for target in ["Chain", "Node", "Mining", "forgechain"] {
            #expect(violations("Sources/\(target)/A.swift", line).count == 1)
        }
        #expect(violations("Sources/CSHA256/a.c", line).count == 1)
        for path in ["EventLoop/A.swift", "HTTP/Server/A.swift", "CLibEvent/shim.h"] {
            #expect(violations("Sources/" + path, line).isEmpty)
        }
    }

    @Test(arguments: [
        "        unsafe evbuffer_add_cb(buffer, callback, context)", "    _ = unsafe event_add(event, nil)",
        "unsafe evhttp_add_header(list, name, value)", "    unsafe evbuffer_drain(output, count)",
    ])
    func `a result of libevent that nobody looks at is found`(line: String) {
        #expect(violations("Sources/HTTP/A.swift", line).count == 1)
    }

    @Test(arguments: [
        "let entry = unsafe evbuffer_add_cb(buffer, callback, context)", "unsafe evbuffer_freeze(output, 1)",
        "guard let http = unsafe evhttp_new(base) else { return }", "unsafe event_free(event)",
        "precondition(unsafe evbuffer_drain(output, count) == 0, \"frozen\")",
    ])
    func `one that is looked at, and a function that returns nothing, are not`(line: String) {
        #expect(violations("Sources/HTTP/A.swift", line).isEmpty)
    }

    @Test(arguments: ["prevent_default", "an eventful day", "EventLoop", "event loop"])
    func `what only sounds like libevent is not`(line: String) {
        #expect(violations("Sources/Node/A.swift", line).isEmpty)
    }

    private static let lists = """
        extension [SwiftSetting] {
            static var house: [SwiftSetting] { [.treatAllWarnings(as: .error)] }
            static var boundary: [SwiftSetting] { house + [.strictMemorySafety()] }
        }
        """

    @Test(arguments: [
        (#".target(name: "A", dependencies: ["B"], swiftSettings: .boundary),"#, true),
        (".target(\n    name: \"A\",\n    swiftSettings: .house + [.strictMemorySafety()]\n)", true),
        (#".target(name: "A", swiftSettings: .house), .target(name: "B", swiftSettings: .boundary)"#, false),
        (
            #".target(name: "A", dependencies: [.product(name: "B", package: "C")]), .strictMemorySafety()"#,
            false
        ),
        (#".target(name: "AB", swiftSettings: .boundary)"#, false),
        (#".testTarget(name: "A", swiftSettings: .boundary)"#, false),
        ("", false),
    ])
    func `a target without strict memory safety is found`(targets: String, isStrict: Bool) {
        let manifest = SourceFile(path: "Package.swift", text: "targets: [\(targets)]\n\(Self.lists)")
        #expect(Rules.isStrict("A", in: manifest) == isStrict)
    }
}
