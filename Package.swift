// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "forgechain",
    products: [
        .executable(name: "forgechain", targets: ["forgechain"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.2.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibEvent",
            pkgConfig: "libevent",
            providers: [.apt(["libevent-dev"])]
        ),
        .systemLibrary(
            name: "CSodium",
            pkgConfig: "libsodium",
            providers: [.apt(["libsodium-dev"])]
        ),
        .systemLibrary(
            name: "CZlib",
            pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"])]
        ),
        .target(name: "Wording", swiftSettings: .house),
        .target(name: "CSHA256", cSettings: .hashing),
        .target(name: "Cryptography", dependencies: ["CSodium", "Wording"], swiftSettings: .boundary),
        .target(name: "Compression", dependencies: ["CZlib"], swiftSettings: .boundary),
        .target(
            name: "Chain",
            dependencies: [
                "CSHA256", "Cryptography", "Wording",
                .product(name: "HashTreeCollections", package: "swift-collections"),
            ],
            swiftSettings: .house
        ),
        .target(name: "EventLoop", dependencies: ["CLibEvent", "Wording"], swiftSettings: .boundary),
        .target(name: "HTTP", dependencies: ["CLibEvent", "EventLoop", "Wording"], swiftSettings: .boundary),
        .target(name: "Mining", dependencies: ["Chain", "CSHA256"], swiftSettings: .house),
        .target(name: "Records", dependencies: ["Chain", "Wording"], swiftSettings: .house),
        .target(
            name: "Storage",
            dependencies: [
                "Chain", "Cryptography", "Records", "Wording",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: .house
        ),
        .target(name: "CResources", cSettings: .resources),
        .target(name: "Explorer", dependencies: ["CResources"], exclude: ["Files", "Site"], swiftSettings: .house),
        .target(
            name: "Node",
            dependencies: [
                "API", "Chain", "Compression", "Cryptography", "EventLoop", "Explorer", "HTTP", "Records", "Wording",
                .product(name: "HeapModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
            ],
            exclude: ["Routes/openapi.json"],
            swiftSettings: .house
        ),
        .target(
            name: "Service",
            dependencies: [
                "API", "Chain", "Compression", "Cryptography", "EventLoop", "HTTP", "Mining", "Node", "Records",
                "Storage", "Wording",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: .house
        ),
        .target(name: "QRCode", swiftSettings: .house),
        .target(
            name: "Classroom",
            dependencies: [
                "API", "Chain", "EventLoop", "Explorer", "HTTP", "Node", "QRCode", "Service", "Storage", "Wording",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: .house
        ),
        .target(name: "API", dependencies: ["Chain", "Wording"], swiftSettings: .house),
        .target(
            name: "NodeClient", dependencies: ["API", "Chain", "EventLoop", "HTTP", "Wording"], swiftSettings: .house),
        .target(name: "Keys", dependencies: ["Chain", "Cryptography", "Wording"], swiftSettings: .house),
        .target(name: "Terminal", swiftSettings: .house),
        .target(
            name: "Demo",
            dependencies: [
                "API", "Chain", "Cryptography", "EventLoop", "HTTP", "Mining", "Node", "NodeClient", "Service",
                "Terminal", "Wording",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: .house
        ),
        .executableTarget(
            name: "forgechain",
            dependencies: [
                "API", "CResources", "Chain", "Classroom", "Cryptography", "Demo", "HTTP", "Keys", "Node", "NodeClient",
                "QRCode", "Records", "Service", "Storage", "Terminal", "Wording",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: .house
        ),
        .target(
            name: "TestSupport", dependencies: ["Chain", "Cryptography", "EventLoop"], path: "Tests/TestSupport",
            swiftSettings: .house
        ),
        .testTarget(name: "WordingTests", dependencies: ["Wording"], swiftSettings: .house),
        .testTarget(name: "CryptographyTests", dependencies: ["Cryptography"], swiftSettings: .house),
        .testTarget(name: "CompressionTests", dependencies: ["Compression"], swiftSettings: .house),
        .testTarget(
            name: "ChainTests", dependencies: ["Chain", "CSHA256", "Cryptography", "TestSupport", "Wording"],
            exclude: ["Oracle"],
            swiftSettings: .house
        ),
        .testTarget(name: "EventLoopTests", dependencies: ["EventLoop", "TestSupport"], swiftSettings: .house),
        .testTarget(
            name: "HTTPTests", dependencies: ["HTTP", "EventLoop", "CLibEvent", "TestSupport", "Wording"],
            swiftSettings: .house
        ),
        .testTarget(
            name: "MiningTests", dependencies: ["Mining", "Chain", "CSHA256", "TestSupport"], swiftSettings: .house),
        .testTarget(
            name: "StorageTests",
            dependencies: [
                "Chain", "Cryptography", "Records", "Storage", "TestSupport", "Wording",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: .house
        ),
        .testTarget(
            name: "NodeTests",
            dependencies: [
                "API", "Chain", "Cryptography", "EventLoop", "HTTP", "Mining", "Node", "Records", "Service", "Storage",
                "TestSupport", "Wording",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: .house
        ),
        .testTarget(
            name: "NodeClientTests", dependencies: ["NodeClient", "Chain", "HTTP", "EventLoop"], swiftSettings: .house
        ),
        .testTarget(
            name: "KeysTests", dependencies: ["Keys", "Chain", "Cryptography", "TestSupport"], swiftSettings: .house
        ),
        .testTarget(name: "APITests", dependencies: ["API", "Chain", "Wording"], swiftSettings: .house),
        .testTarget(name: "TerminalTests", dependencies: ["Terminal"], swiftSettings: .house),
        .testTarget(
            name: "DemoTests",
            dependencies: ["Demo", "Chain", "Cryptography", "Terminal", "TestSupport", "Wording"],
            swiftSettings: .house
        ),
        .testTarget(
            name: "forgechainTests", dependencies: ["forgechain", "API", "Chain", "Wording"], swiftSettings: .house
        ),
        .testTarget(name: "QRCodeTests", dependencies: ["QRCode"], swiftSettings: .house),
        .testTarget(name: "TidyTests", swiftSettings: .house),
        .executableTarget(
            name: "forgechain-bench",
            dependencies: [
                "Chain", "Cryptography", "CSHA256", "EventLoop", "Mining", "Node", "Records", "Service", "Storage",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/Benchmarks",
            exclude: ["Yardsticks"],
            swiftSettings: .house
        ),
        .executableTarget(
            name: "forgechain-simulate",
            dependencies: [
                "API", "Chain", "CSHA256", "Cryptography", "HTTP", "Node", "Records", "TestSupport", "Wording",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/Simulation",
            exclude: ["__main__.py", "ledger.py"],
            swiftSettings: .house
        ),
    ] + fuzzing,
    swiftLanguageModes: [.v6]
)

/// What `make fuzz` tries: a program with libFuzzer in it where that is asked for, and otherwise tests of the same code.
/// Nothing else could be built in one run with them, for libFuzzer's parts go into everything.
var fuzzing: [Target] {
    let dependencies: [Target.Dependency] = [
        "Chain", "HTTP", "Records", "Storage", "TestSupport", "Wording",
        .product(name: "GRDB", package: "GRDB.swift"),
    ]
    let others = ["Targets/python.py", "http.dict", "json.dict", "run"]
    guard Context.environment["FORGECHAIN_FUZZ"] != nil else {
        return [
            .testTarget(
                name: "FuzzTests", dependencies: dependencies, path: "Tests/Fuzz", exclude: ["Driver"] + others,
                swiftSettings: .house)
        ]
    }
    return [
        .executableTarget(
            name: "forgechain-fuzz", dependencies: dependencies, path: "Tests/Fuzz",
            exclude: ["SeedTests.swift"] + others, swiftSettings: .house)
    ]
}

extension [CSetting] {
    /// With the commit that FORGECHAIN_COMMIT names, for `forgechain --version`.
    static var resources: [CSetting] {
        let commit = Context.environment["FORGECHAIN_COMMIT"] ?? ""
        return [.treatAllWarnings(as: .error)] + (commit.isEmpty ? [] : [.define("FORGECHAIN_COMMIT", to: commit)])
    }

    /// Optimized in debug builds too. Each process tries its kernels first; without optimization that took most of a
    /// node's start, and the suites start thousands.
    static var hashing: [CSetting] {
        [.treatAllWarnings(as: .error), .unsafeFlags(["-O2"], .when(configuration: .debug))]
    }
}

extension [SwiftSetting] {
    /// The settings of every target.
    static var house: [SwiftSetting] {
        [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            .treatAllWarnings(as: .error),
        ]
    }

    /// The settings of targets that touch libevent, libsodium or zlib: each unsafe expression must be marked.
    static var boundary: [SwiftSetting] { house + [.strictMemorySafety()] }
}
